package entity

import "github.com/tiyao/tiyao/nlp/document"

const (
	// runBelief is the belief in each of several short forms of places that
	// stand together (中俄关系, 粤港澳). In 205 such places of annotated texts
	// where the article names them all, the annotators marked them in 178.
	runBelief = 0.85
	// shortBelief is the belief in one that stands alone as a word.
	shortBelief = 0.75
)

// shortWords tell when the short form of a place stands for the place.
type shortWords struct {
	sure   *runeSet // short forms that are nothing else
	common *runeSet // those that are words of their own, too
	after  *runeSet // what follows one that is no mention: 美债, 韩方
	before *runeSet // what precedes one that is no mention: 访美, 在华
}

func newShortWords() *shortWords {
	return &shortWords{
		sure:   newRuneSet("俄乌韩朝粤沪京津渝浙皖闽赣鲁豫鄂湘桂琼黔滇陕港澳"),
		common: newRuneSet("中新日马加晋以沙安立科也利文波比土白西保老"),
		after:  newRuneSet("方媒债股元军仙企系政公网独商民币籍商盘指妆"),
		before: newRuneSet("访在涉驻赴来旅抵"),
	}
}

// placeShorts adds to the body's mentions the short forms, of one character, of
// places that the article names. The tagger passes over many of them.
func (a *article) placeShorts(t *document.Text) {
	named, sure := new(runeSet), *a.words.shorts.sure
	for i := range a.names.list {
		runes := a.names.list[i].runes
		if _, short, ok := a.words.placeNames.longest(runes, 0, len(runes), nil); ok {
			named.add(short)
			sure.add(short)
		}
	}
	first := len(a.body)
	for k := 0; k < len(t.Tokens); k++ {
		n, ok := shortsAt(t, k, &sure)
		if n == 0 {
			continue
		}
		s := document.Span{Start: t.Tokens[k].Start, End: t.Tokens[k+n-1].End}
		k += n - 1
		belief := runBelief
		if s.Len() == 1 {
			ok, belief = named.has(t.Runes[s.Start]) && a.words.shorts.standsAlone(t.Runes, s.Start), shortBelief
		}
		for i := s.Start; ok && i < s.End; i++ {
			a.addMention(first, Mention{document.Span{Start: i, End: i + 1}, Location, belief})
		}
	}
	a.names.collect(t, a.body[first:])
	sortMentions(a.body)
}

// shortsAt returns how many tokens from token k on are made of short forms of
// places, and whether they can stand for places together: some are sure, and
// the others are 中 and 美.
func shortsAt(t *document.Text, k int, surely *runeSet) (n int, sure bool) {
	for _, token := range t.Tokens[k:] {
		some := false
		for _, r := range t.Runes[token.Start:token.End] {
			switch {
			case surely.has(r):
				some = true
			case r != '中' && r != '美':
				return n, sure
			}
		}
		n++
		sure = sure || some
	}
	return n, sure
}

// standsAlone reports whether the short form of a place at i, a word by itself,
// stands for the place.
func (w *shortWords) standsAlone(runes []rune, i int) bool {
	return !w.common.has(runes[i]) && (i+1 == len(runes) || !w.after.has(runes[i+1])) && (i == 0 || !w.before.has(runes[i-1]))
}
