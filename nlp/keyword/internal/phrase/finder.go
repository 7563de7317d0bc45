// Package phrase finds the words and phrases of an article that could be
// keywords, and describes each by the features that a ranking model reads.
//
// A candidate is a run of up to five tokens inside one clause that begins and
// ends with a word that can carry meaning, or the name of an entity. All
// occurrences of a string are one candidate, however its tokens were cut.
package phrase

import (
	"context"
	"slices"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/entity"
	"github.com/tiyao/tiyao/nlp/keyword/internal/background"
)

const (
	maxTokens = 5
	maxRunes  = 20
)

// Candidate is one string that could be a keyword.
type Candidate struct {
	Hash       uint64
	start, end int32 // first occurrence: in the body, or in the title where onTitle is set
	count      int32 // occurrences in title and body
	entity     int32 // index of the entity it names, or -1

	first, last int32 // tokens that the first occurrence touches
	sentence    int32
	super       int32 // occurrences of its most frequent extension by one token
	onTitle     bool
	inTitle     bool // occurs in title or headline
	quoted      bool
	within      bool // first occurrence lies inside a longer name
	holds       bool // first occurrence holds a name and more
}

func (c *Candidate) len() int { return int(c.end - c.start) }

// Finder finds the candidates of one article at a time. It keeps its memory
// for the next article and must not be used by two goroutines at once.
type Finder struct {
	background *background.Table

	doc        *document.Document
	entities   []entity.Entity
	title      side
	body       side
	candidates []Candidate
	table      []int32 // open addressing by hash: index of a candidate plus one
	mentions   []mention
	scored     []Scored
	buckets    []background.Bucket // by word
	features   []uint32
	parts      [][4]int8 // by word, and one before and after: weights of the parts that it plays
	sentences  int
}

// side is the title or the body of the article.
type side struct {
	text     *document.Text
	title    bool
	words    []word
	runs     [][maxTokens]int32 // by first token and length: index of the candidate plus one
	prefixes prefixes
	headline int // code points at the start of a body that are its headline
}

// mention is one name in the body with the entity it belongs to.
type mention struct {
	document.Span
	entity int32
}

// NewFinder returns a finder that takes the commonness of phrases from table.
func NewFinder(table *background.Table) *Finder { return &Finder{background: table} }

// Find returns the candidates of doc in no particular order. They are valid
// until the next call. It returns ctx's error where ctx ends first.
func (f *Finder) Find(ctx context.Context, doc *document.Document, entities []entity.Entity) ([]Candidate, error) {
	f.doc, f.entities = doc, entities
	f.candidates = f.candidates[:0]
	f.title.text, f.title.title = doc.Title, true
	f.body.text = doc.Body
	f.resetTable(2 * (len(doc.Body.Tokens) + len(doc.Title.Tokens)))
	f.collectMentions(entities)
	f.sentences = len(doc.Body.Sentences)
	f.body.headline = headline(doc.Body)
	f.readWords(&f.title)
	f.readWords(&f.body)
	f.addNames()
	if err := f.scan(ctx, &f.title); err != nil {
		return nil, err
	}
	if err := f.scan(ctx, &f.body); err != nil {
		return nil, err
	}
	f.findExtensions()
	return f.candidates, nil
}

// headline returns how many code points at the start of t are a headline that
// the archive left in the text: 【…】, or a first line without a full stop.
func headline(t *document.Text) int {
	const longest = 60
	if len(t.Paragraphs) == 0 {
		return 0
	}
	p := t.Paragraphs[0]
	runes := t.Runes[p.Start:p.End]
	if len(runes) > 0 && runes[0] == '【' {
		if end := slices.Index(runes[:min(len(runes), longest)], '】'); end > 0 {
			return p.Start + end + 1
		}
	}
	if len(t.Paragraphs) > 1 && len(runes) <= longest && !slices.Contains(runes, '。') {
		return p.End
	}
	return 0
}

func (f *Finder) resetTable(candidates int) {
	size := 64
	for size < 2*candidates {
		size *= 2
	}
	if cap(f.table) < size {
		f.table = make([]int32, size)
		return
	}
	f.table = f.table[:size]
	clear(f.table)
}

func (f *Finder) collectMentions(entities []entity.Entity) {
	f.mentions = f.mentions[:0]
	for i := range entities {
		for _, m := range entities[i].Mentions {
			if m.Start < m.End && m.End <= f.doc.Body.Len() {
				f.mentions = append(f.mentions, mention{m.Span, int32(i)})
			}
		}
	}
	slices.SortFunc(f.mentions, func(a, b mention) int { return a.Start - b.Start })
}

// readWords prepares the tokens of s.
func (f *Finder) readWords(s *side) {
	s.prefixes.reset(s.text.Runes)
	s.words = slices.Grow(s.words[:0], len(s.text.Tokens))
	s.runs = slices.Grow(s.runs[:0], len(s.text.Tokens))[:len(s.text.Tokens)]
	clear(s.runs)
	next := 0
	for _, t := range s.text.Tokens {
		w := word{start: int32(t.Start), end: int32(t.End), entity: -1, pos: posBreak, level: -1}
		if t.Len() <= maxRunes && t.Len() > 0 {
			w.pos = classify(t, s.text.Runes)
		}
		switch {
		case w.pos != posBreak:
			w.hash = s.prefixes.hash(t.Start, t.End)
		case t.Len() > 0:
			w.hash = uint64(s.text.Runes[t.Start])
		}
		if !s.title {
			for next < len(f.mentions) && f.mentions[next].End <= t.Start {
				next++
			}
			if next < len(f.mentions) && f.mentions[next].Overlaps(t.Span) {
				w.entity = int32(next)
			}
		}
		s.words = append(s.words, w)
	}
	f.buckets = slices.Grow(f.buckets[:0], len(s.words))[:len(s.words)]
	for i := range s.words {
		f.buckets[i] = f.background.Bucket(s.words[i].hash)
	}
	for i := range s.words {
		w := &s.words[i]
		level := f.buckets[i].Level(w.hash)
		if w.pos == posBreak {
			level = -1
		}
		w.level = int8(level)
		w.marks = w.pos.marks(w.level)
	}
}

// addNames makes every name of an entity a candidate.
func (f *Finder) addNames() {
	at := 0
	for _, m := range f.mentions {
		if m.Len() > maxRunes {
			continue
		}
		for at < len(f.body.words) && int(f.body.words[at].end) <= m.Start {
			at++
		}
		if at == len(f.body.words) {
			return // tokens are missing
		}
		end := at
		for end+1 < len(f.body.words) && int(f.body.words[end].end) < m.End {
			end++
		}
		c := &f.candidates[f.add(f.body.prefixes.hash(m.Start, m.End))]
		if c.entity >= 0 {
			continue
		}
		c.entity = m.entity
		c.start, c.end = int32(m.Start), int32(m.End)
		f.body.occupy(c, at, end)
		c.within, c.holds = false, false
	}
}

// add returns the index of the candidate with the given hash, new ones with no
// occurrence.
func (f *Finder) add(hash uint64) int32 {
	mask := uint64(len(f.table) - 1)
	for i := hash >> 20 & mask; ; i = (i + 1) & mask {
		at := f.table[i]
		if at == 0 {
			f.candidates = append(f.candidates, Candidate{Hash: hash, entity: -1, first: -1, sentence: -1})
			f.table[i] = int32(len(f.candidates))
			if 2*len(f.candidates) > len(f.table) {
				f.grow()
			}
			return int32(len(f.candidates) - 1)
		}
		if f.candidates[at-1].Hash == hash {
			return at - 1
		}
	}
}

// find returns the candidate that tokens i to j of s are as a run, or nil.
func (f *Finder) find(s *side, i, j int32) *Candidate {
	if j-i >= maxTokens || s.runs[i][j-i] == 0 {
		return nil
	}
	return &f.candidates[s.runs[i][j-i]-1]
}

func (f *Finder) grow() {
	f.table = make([]int32, 2*len(f.table))
	mask := uint64(len(f.table) - 1)
	for n := range f.candidates {
		i := f.candidates[n].Hash >> 20 & mask
		for f.table[i] != 0 {
			i = (i + 1) & mask
		}
		f.table[i] = int32(n + 1)
	}
}

// scan counts the runs of tokens of s.
func (f *Finder) scan(ctx context.Context, s *side) error {
	sentence := 0
	sentences := s.text.Sentences
	for i := range s.words {
		w := &s.words[i]
		for sentence+1 < len(sentences) && sentences[sentence+1].Start <= int(w.start) {
			sentence++
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if w.pos.starts() {
			f.scanFrom(s, i, sentence)
		}
	}
	return ctx.Err()
}

// scanFrom counts the runs that begin with word i.
func (f *Finder) scanFrom(s *side, i, sentence int) {
	start := s.words[i].start
	for j := i; j < len(s.words) && j < i+maxTokens; j++ {
		w := &s.words[j]
		if w.pos == posBreak || w.end-start > maxRunes {
			return
		}
		if j == i && !w.pos.alone() || !w.pos.ends() || w.end-start < 2 {
			continue
		}
		var within, holds bool
		if s.words[i].entity >= 0 || w.entity >= 0 {
			var crossing bool
			if within, holds, crossing = f.relate(s, i, j); crossing {
				continue
			}
		}
		at := f.add(s.prefixes.hash(int(start), int(w.end)))
		s.runs[i][j-i] = at + 1
		c := &f.candidates[at]
		c.count++
		if s.title || int(w.end) <= s.headline {
			c.inTitle = true
		}
		if quoted(s.text.Runes, int(start), int(w.end)) {
			c.quoted = true
		}
		if c.sentence < 0 {
			c.sentence = int32(sentence)
		}
		if c.first >= 0 && !(c.onTitle && !s.title) {
			continue
		}
		c.start, c.end = start, w.end
		c.onTitle = s.title
		s.occupy(c, i, j)
		c.within, c.holds = within, holds
	}
}

// occupy notes that the first occurrence of c are words i to j.
func (s *side) occupy(c *Candidate, i, j int) {
	c.first, c.last = int32(i), int32(j)
	s.words[i].marks |= begins
	s.words[j].marks |= ends
}

// relate says how the run of words i to j stands to the names it touches.
func (f *Finder) relate(s *side, i, j int) (within, holds, crossing bool) {
	start, end := int(s.words[i].start), int(s.words[j].end)
	a, b := s.words[i].entity, s.words[j].entity
	if a >= 0 {
		m := f.mentions[a]
		switch {
		case m.Start == start && m.End == end:
			return false, false, false
		case m.Start <= start && m.End >= end:
			return true, false, false
		case m.Start < start:
			return false, false, true
		}
		holds = true
	}
	if b >= 0 {
		if f.mentions[b].End > end {
			return false, false, true
		}
		holds = true
	}
	return false, holds, false
}

// firstHan is the first character of the main block of Han characters, above all
// quotation marks.
const firstHan = 0x4e00

// quoted reports whether runes[start:end] fills a pair of quotation marks.
func quoted(runes []rune, start, end int) bool {
	if start == 0 || end == len(runes) || runes[start-1] >= firstHan {
		return false
	}
	switch runes[start-1] {
	case '“':
		return runes[end] == '”'
	case '「', '『', '《', '〈':
		return runes[end] == runes[start-1]+1
	case '"', '\'':
		return runes[end] == runes[start-1]
	}
	return false
}

// findExtensions notes for each candidate how often its most frequent
// extension by one token occurs.
func (f *Finder) findExtensions() {
	for i := range f.candidates {
		c := &f.candidates[i]
		if c.last <= c.first {
			continue
		}
		s := f.sideOf(c)
		f.extends(s, c.first, c.last-1, c.count)
		f.extends(s, c.first+1, c.last, c.count)
	}
}

// extends notes that a candidate with the given count is one token more than
// tokens i to j.
func (f *Finder) extends(s *side, i, j, count int32) {
	if sub := f.find(s, i, j); sub != nil {
		sub.super = max(sub.super, count)
	}
}

func (f *Finder) sideOf(c *Candidate) *side {
	if c.onTitle {
		return &f.title
	}
	return &f.body
}

// Runes returns the folded characters of c. They must not be changed.
func (f *Finder) Runes(c *Candidate) []rune { return f.sideOf(c).text.Runes[c.start:c.end] }

// Text returns the article's own characters of c.
func (f *Finder) Text(c *Candidate) string {
	return f.sideOf(c).text.Slice(document.Span{Start: int(c.start), End: int(c.end)})
}

// AppendWords appends the hashes of the words of the last article to dst, each
// as often as it occurs.
func (f *Finder) AppendWords(dst []uint64) []uint64 {
	for _, s := range []*side{&f.title, &f.body} {
		for i := range s.words {
			if s.words[i].pos != posBreak {
				dst = append(dst, s.words[i].hash)
			}
		}
	}
	return dst
}
