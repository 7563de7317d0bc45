package entity

import "github.com/tiyao/tiyao/nlp/document"

// goodsConfidence is the confidence in a product that only the word after its
// quoted name gives away.
const goodsConfidence = 0.7

// quotedGoods adds to the body's mentions the products in quotes that the tagger
// passed over, where the word after them says what they are: “海鸥”商标.
func (a *article) quotedGoods(t *document.Text) {
	const maxName = 14 // runes
	tagged, open := len(a.body), -1
	for i, r := range t.Runes {
		switch {
		case r == '“' || r == '"' && open < 0:
			open = i
		case open < 0:
		case r == '”' || r == '"':
			if _, _, ok := a.words.goods.longest(t.Runes, i+1, t.Len(), nil); ok && i-open > 2 {
				a.addMention(tagged, Mention{document.Span{Start: open + 1, End: i}, Product, goodsConfidence})
			}
			open = -1
		case i-open > maxName || endsPhrase(r) || r == '\n':
			open = -1
		}
	}
	sortMentions(a.body)
}
