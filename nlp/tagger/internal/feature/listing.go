package feature

import (
	"math/bits"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/lexicon"
)

// appendListings appends the listings of a paragraph that begins at origin: for
// each list the longest at each place that are not inside one before, and the
// lists of the longest of all.
func appendListings(dst []Event, origin int, listings []lexicon.Listing) []Event {
	var ends [lexicon.MaxKinds]int // of each list, of the events before
	for len(listings) > 0 {
		n := 1
		for n < len(listings) && listings[n].Start == listings[0].Start {
			n++
		}
		longest := &listings[n-1]
		dst = append(dst, listingEvent(origin, longest.Span, Key(famList, 99, uint64(longest.Kinds))))
		seen := lexicon.Kinds(0)
		for k := n - 1; k >= 0; k-- {
			l := &listings[k]
			for kinds := l.Kinds &^ seen; kinds != 0; kinds &= kinds - 1 {
				kind := bits.TrailingZeros32(uint32(kinds))
				if l.End > ends[kind] {
					ends[kind] = l.End
					dst = append(dst, listingEvent(origin, l.Span, Key(famList, uint64(kind), uint64(min(l.Len(), 6)))))
				}
			}
			seen |= l.Kinds
		}
		listings = listings[n:]
	}
	return dst
}

func listingEvent(origin int, s document.Span, key uint64) Event {
	return Event{Key: key, Start: int32(s.Start - origin), End: int32(s.End - origin), Shape: Word}
}

// listed tells which lists hold a stretch.
type listed struct {
	whole          lexicon.Kinds // itself
	longer         lexicon.Kinds // the longest longer one from the same place
	prefix, suffix lexicon.Kinds // its longest beginning, its longest end
	prefixLength   int
	suffixLength   int
}

// listedAs returns which lists hold s, by the listings that start in it.
func listedAs(s document.Span, listings []lexicon.Listing) (out listed) {
	for _, l := range listings {
		switch {
		case l.Start >= s.End:
			return out
		case l.Start > s.Start:
			if l.End == s.End && out.suffix == 0 {
				out.suffix, out.suffixLength = l.Kinds, l.Len()
			}
		case l.End < s.End:
			out.prefix, out.prefixLength = l.Kinds, l.Len()
		case l.End == s.End:
			out.whole = l.Kinds
		default:
			out.longer = l.Kinds
		}
	}
	return out
}
