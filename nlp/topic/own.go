package topic

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
)

// Own is a user's own topic: it is found where its words stand.
type Own struct {
	ID    string
	Name  string
	Words []string // that speak for it; letter case and width are put aside
}

// How strongly words speak for a user's own topic. One mention in the title, or
// about one in four sentences of the body, is enough.
const (
	leastOwn       = 0.5 // score from which a topic is given
	titleMention   = 2.0
	mostMentions   = 4.0 // of one word that count
	mentionStretch = 8.0 // sentences; a mention counts less in a longer text
)

// ownTopics finds a user's own topics with a trie over all their words.
type ownTopics struct {
	topics []Own
	nodes  []node
	words  int
}

// node is a place in the trie. Node 0 is the root.
type node struct {
	next map[rune]int32
	word int32   // number of the word that ends here, plus one
	of   []int32 // topics for which that word speaks
}

// newOwnTopics builds the trie. Ids must differ from each other and from those
// of the guidelines, and each topic needs a word.
func newOwnTopics(topics []Own) (*ownTopics, error) {
	o := &ownTopics{topics: topics, nodes: make([]node, 1)}
	taken := map[string]bool{}
	for _, info := range builtin {
		taken[info.ID] = true
	}
	for i, t := range topics {
		if t.ID == "" {
			return nil, fmt.Errorf("own topic %d: no id", i+1)
		}
		if taken[t.ID] {
			return nil, fmt.Errorf("own topic %q: the id is taken", t.ID)
		}
		taken[t.ID] = true
		if len(t.Words) == 0 {
			return nil, fmt.Errorf("own topic %q: no words", t.ID)
		}
		for _, w := range t.Words {
			o.add(document.NewText(w).Runes, int32(i))
		}
	}
	return o, nil
}

func (o *ownTopics) add(word []rune, topic int32) {
	at := int32(0)
	for _, r := range word {
		r = unicode.ToLower(r)
		next, ok := o.nodes[at].next[r]
		if !ok {
			next = int32(len(o.nodes))
			o.nodes = append(o.nodes, node{})
			if o.nodes[at].next == nil {
				o.nodes[at].next = map[rune]int32{}
			}
			o.nodes[at].next[r] = next
		}
		at = next
	}
	if at == 0 {
		return
	}
	n := &o.nodes[at]
	if n.word == 0 {
		o.words++
		n.word = int32(o.words)
	}
	if !slices.Contains(n.of, topic) {
		n.of = append(n.of, topic)
	}
}

func (o *ownTopics) infos() []Info {
	var out []Info
	for _, t := range o.topics {
		out = append(out, Info{ID: t.ID, Name: cmp.Or(t.Name, t.ID)})
	}
	return out
}

// mention is what one word says in an article.
type mention struct {
	node   int32
	title  bool
	first  document.Span // in the title if title is set
	bodies int
}

// find returns the user's topics that doc speaks of.
func (o *ownTopics) find(ctx context.Context, doc *document.Document) ([]Topic, error) {
	if len(o.topics) == 0 {
		return nil, nil
	}
	found := map[int32]*mention{} // by word
	for _, t := range []*document.Text{doc.Title, doc.Body} {
		if err := o.scan(ctx, t, t == doc.Title, found); err != nil {
			return nil, err
		}
	}
	stretch := min(titleMention, mentionStretch/float64(len(doc.Body.Sentences)+3))
	support := make([]float64, len(o.topics))
	evidence := make([][]Evidence, len(o.topics))
	for _, m := range found {
		w := min(float64(m.bodies), mostMentions) * stretch
		text := doc.Body
		if m.title {
			w += titleMention
			text = doc.Title
		}
		for _, topic := range o.nodes[m.node].of {
			support[topic] += w
			e := Evidence{Span: m.first, InTitle: m.title, Text: text.Slice(m.first), Weight: w}
			evidence[topic] = append(evidence[topic], e)
		}
	}
	var out []Topic
	for i, info := range o.infos() {
		if score := 1 - math.Exp(-support[i]/2); score >= leastOwn {
			out = append(out, Topic{Info: info, Score: score, Evidence: strongest(evidence[i], support[i])})
		}
	}
	return out, nil
}

// strongest returns the strongest evidence, weighed against the total.
func strongest(evidence []Evidence, total float64) []Evidence {
	slices.SortFunc(evidence, func(a, b Evidence) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Text, b.Text))
	})
	evidence = evidence[:min(len(evidence), maxEvidence)]
	for i := range evidence {
		evidence[i].Weight /= total
	}
	return evidence
}

// scan notes the words that stand in t, the longest at each place.
func (o *ownTopics) scan(ctx context.Context, t *document.Text, title bool, found map[int32]*mention) error {
	for i := 0; i < len(t.Runes); {
		if i%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		end, at := o.longest(t.Runes, i)
		if at == 0 {
			i++
			continue
		}
		m := found[o.nodes[at].word]
		if m == nil {
			m = &mention{node: at, title: title, first: document.Span{Start: i, End: end}}
			found[o.nodes[at].word] = m
		}
		if !title {
			m.bodies++
		}
		i = end
	}
	return nil
}

// longest returns the end and the node of the longest word that begins at
// start and cuts no Latin word, or node 0.
func (o *ownTopics) longest(runes []rune, start int) (end int, found int32) {
	if start > 0 && isLatin(runes[start]) && isLatin(runes[start-1]) {
		return 0, 0
	}
	at := int32(0)
	for i := start; i < len(runes); i++ {
		next, ok := o.nodes[at].next[unicode.ToLower(runes[i])]
		if !ok {
			break
		}
		at = next
		if o.nodes[at].word > 0 && !(i+1 < len(runes) && isLatin(runes[i]) && isLatin(runes[i+1])) {
			end, found = i+1, at
		}
	}
	return end, found
}

func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }
