package phrase

import (
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

// word is what the finder keeps of one token.
type word struct {
	start, end int32
	pos        pos
	level      int8  // document frequency level, -1 for a rare word
	count      uint8 // bucket of the count of the word as a candidate, plus one; 0 until known
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
	if t.Len() == 1 && !unicode.IsLetter(first) && !unicode.IsDigit(first) {
		return classifyMark(first)
	}
	if first < 0x80 {
		return classifyASCII(runes[t.Start:t.End])
	}
	if !unicode.IsLetter(first) && !unicode.IsDigit(first) {
		return posBreak
	}
	return classifyTag(t.POS)
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
		case unicode.IsLetter(r):
			letters = true
		case unicode.IsDigit(r):
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

// classifyTag maps an ICTCLAS tag.
func classifyTag(tag string) pos {
	if tag == "" {
		return posOther
	}
	switch tag[0] {
	case 'n':
		return classifyNoun(tag)
	case 'v':
		switch tag {
		case "vn":
			return posVerbNoun
		case "vg":
			return posMorpheme
		}
		return posVerb
	case 'a':
		if tag == "ad" {
			return posAdverb
		}
		return posAdjective
	case 'j':
		return posAbbreviation
	case 'l', 'i':
		return posIdiom
	case 'm':
		return posNumber
	case 'q':
		return posMeasure
	case 't':
		return posTime
	case 'f', 's':
		return posDirection
	case 'b', 'z':
		if tag == "zg" {
			return posMorpheme
		}
		return posDistinguishing
	case 'd':
		return posAdverb
	case 'p':
		return posPreposition
	case 'c':
		return posConjunction
	case 'u', 'y', 'e', 'o', 'w':
		return posParticle
	case 'r':
		return posPronoun
	case 'h', 'k':
		return posAffix
	case 'g':
		return posMorpheme
	}
	return posOther
}

func classifyNoun(tag string) pos {
	if len(tag) == 1 {
		return posNoun
	}
	switch tag[1] {
	case 's':
		return posPlace
	case 'r':
		return posPerson
	case 't':
		return posBody
	case 'z':
		return posProper
	case 'g':
		return posMorpheme
	}
	return posNoun
}

// Roles that a part of speech can play in a phrase. Learned weights refine
// them: these only keep out what no keyword begins, holds or ends with.
func (p pos) starts() bool {
	switch p {
	case posBreak, posConnector, posParticle, posConjunction, posPronoun:
		return false
	}
	return true
}

func (p pos) ends() bool {
	switch p {
	case posBreak, posConnector, posParticle, posConjunction, posPronoun, posPreposition, posAdverb:
		return false
	}
	return true
}

// script returns 1 for what is not written in Han characters, else 2.
func (p pos) script() uint8 {
	if p == posLatin || p == posNumber {
		return 1
	}
	return 2
}

func (p pos) alone() bool {
	switch p {
	case posNumber, posMeasure, posTime, posDirection, posAffix:
		return false
	}
	return p.starts() && p.ends()
}
