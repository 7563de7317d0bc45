package phrase

import (
	"cmp"
	"unicode"

	"github.com/tiyao/tiyao/nlp/document"
)

// pos is a part of speech as far as phrases differ by it.
type pos uint8

const (
	posOther pos = iota
	posNoun
	posVerb
	posVerbNoun
	posAdjective
	posPlace
	posPerson
	posBody // an organisation
	posProper
	posAbbreviation
	posIdiom
	posNumber
	posMeasure
	posTime
	posDirection // 前, 内, 以上
	posDistinguishing
	posAdverb
	posPreposition
	posConjunction
	posParticle
	posPronoun
	posAffix
	posMorpheme
	posLatin
	posConnector // a mark that holds a name together: - · / & +
	posBreak     // a mark, a space or a line end that no phrase crosses
)

// marks are properties of a word, a bit for each.
type marks uint8

const (
	written marks = 1 << iota // in letters or digits
	han                       // in anything else
	unknown                   // not in the background, and no connector
	begins                    // the first occurrence of a candidate
	ends                      // the first occurrence of a candidate
)

// scripts are the marks that tell how a word is written.
const scripts = written | han

// word is what the finder keeps of one token.
type word struct {
	start, end int32
	pos        pos
	level      int8  // document frequency level, -1 for a rare word
	count      uint8 // bucket of the count of the word as a candidate, plus one; 0 until known
	marks      marks
	entity     int32
	hash       uint64 // of a break, its first character

	startSum, endSum int32 // of the weights of candidates that begin or end here
}

func (w *word) len() int { return int(w.end - w.start) }

// classify returns the part of speech of token t over runes.
func classify(t document.Token, runes []rune) pos {
	first := runes[t.Start]
	if first >= 0x4e00 && first <= 0x9fff {
		p := classifyTag(t.POS)
		if p == posMorpheme && t.Len() == 1 && modal(first) {
			return posParticle
		}
		return p
	}
	alphanumeric := isLetter(first) || isDigit(first)
	switch {
	case t.Len() == 1 && !alphanumeric:
		return classifyMark(first)
	case first < 0x80:
		return classifyASCII(runes[t.Start:t.End])
	case !alphanumeric:
		return posBreak
	}
	return classifyTag(t.POS)
}

// isLetter is unicode.IsLetter, faster for what texts are made of.
func isLetter(r rune) bool {
	switch {
	case r < 0x80:
		return uint32(r|0x20-'a') <= 'z'-'a'
	case 0x4e00 <= r && r <= 0x9fff:
		return true
	case isPunctuation(r):
		return false
	}
	return unicode.IsLetter(r)
}

// isDigit is unicode.IsDigit, faster for what texts are made of.
func isDigit(r rune) bool {
	if r < 0x80 || isPunctuation(r) {
		return uint32(r-'0') <= '9'-'0'
	}
	return unicode.IsDigit(r)
}

// isPunctuation reports whether r is in the blocks of general and of Chinese
// punctuation, up to where they hold letters and numbers.
func isPunctuation(r rune) bool {
	return 0x2000 <= r && r < 0x2070 || 0x3000 <= r && r < 0x3005 || 0x3008 <= r && r < 0x3020
}

// modal reports whether r is a modal particle, some of which dictionaries take
// for morphemes.
func modal(r rune) bool {
	switch r {
	case '啊', '呀', '哦', '吗', '呢', '吧', '嘛', '啦', '哇', '唉', '哎', '嗯', '喔', '噢':
		return true
	}
	return false
}

func classifyMark(r rune) pos {
	switch r {
	case '-', '·', '/', '&', '+', '.', '・', '•', '－', '—', '*':
		return posConnector
	}
	return posBreak
}

func classifyASCII(runes []rune) pos {
	letters, digits := false, false
	for _, r := range runes {
		switch {
		case isLetter(r):
			letters = true
		case isDigit(r):
			digits = true
		}
	}
	switch {
	case letters:
		return posLatin
	case digits:
		return posNumber
	}
	return posBreak
}

// byLetter holds the parts of speech by the first letter of an ICTCLAS tag,
// nounBySecond those of nouns by the second.
var (
	byLetter = [256]pos{
		'n': posNoun, 'v': posVerb, 'a': posAdjective, 'j': posAbbreviation, 'l': posIdiom, 'i': posIdiom,
		'm': posNumber, 'q': posMeasure, 't': posTime, 'f': posDirection, 's': posDirection,
		'b': posDistinguishing, 'z': posDistinguishing, 'd': posAdverb, 'p': posPreposition, 'c': posConjunction,
		'u': posParticle, 'y': posParticle, 'e': posParticle, 'o': posParticle, 'w': posParticle,
		'r': posPronoun, 'h': posAffix, 'k': posAffix, 'g': posMorpheme,
	}
	nounBySecond = [256]pos{'s': posPlace, 'r': posPerson, 't': posBody, 'z': posProper, 'g': posMorpheme}
)

// classifyTag maps an ICTCLAS tag.
func classifyTag(tag string) pos {
	if tag == "" {
		return posOther
	}
	p := byLetter[tag[0]]
	if len(tag) == 1 {
		return p
	}
	switch p {
	case posNoun:
		return cmp.Or(nounBySecond[tag[1]], posNoun)
	case posVerb:
		switch tag {
		case "vn":
			return posVerbNoun
		case "vg":
			return posMorpheme
		}
	case posAdjective:
		if tag == "ad" {
			return posAdverb
		}
	case posDistinguishing:
		if tag == "zg" {
			return posMorpheme
		}
	}
	return p
}

// kindSet is a set of parts of speech, a bit for each.
type kindSet uint32

func setOf(kinds ...pos) kindSet {
	var s kindSet
	for _, p := range kinds {
		s |= 1 << p
	}
	return s
}

func (s kindSet) has(p pos) bool { return s>>p&1 != 0 }

// Roles that a part of speech cannot play in a phrase. Learned weights refine
// them: these only keep out what no keyword begins, ends with, or is.
var (
	neverFirst = setOf(posBreak, posConnector, posParticle, posConjunction, posPronoun)
	neverLast  = neverFirst | setOf(posPreposition, posAdverb)
	neverAlone = neverLast | setOf(posNumber, posMeasure, posTime, posDirection, posAffix)
)

func (p pos) starts() bool { return !neverFirst.has(p) }
func (p pos) ends() bool   { return !neverLast.has(p) }
func (p pos) alone() bool  { return !neverAlone.has(p) }

// marks returns the marks of a word that follow from its part of speech and its
// level.
func (p pos) marks(level int8) marks {
	m := han
	if p == posLatin || p == posNumber {
		m = written
	}
	if level < 0 && p != posConnector {
		m |= unknown
	}
	return m
}
