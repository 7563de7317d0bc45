package document

import (
	"fmt"
	"strings"
	"time"
)

// beijing is the zone of Chinese news.
var beijing = time.FixedZone("UTC+8", 8*60*60)

// InBeijing returns t on the clocks of Chinese news, UTC+8: the day on which an
// article that appeared at t says 今天.
func InBeijing(t time.Time) time.Time { return t.In(beijing) }

var timeLayouts = []string{
	"2006-1-2 15:4:5 -0700",
	"2006-1-2 15:4:5 -07:00",
	"2006-1-2 15:4:5Z07:00",
	"2006-1-2 15:4:5Z07",
	"2006-1-2 15:4:5",
	"2006-1-2 15:4",
	"2006-1-2",
	"2006-1-2T15:4:5Z07:00",
	"2006-1-2T15:4:5-0700",
	"2006-1-2T15:4:5",
	"2006-1-2T15:4Z07:00",
	"2006年1月2日 15:4:5",
	"2006年1月2日 15:4",
	"2006年1月2日15:4",
	"2006年1月2日",
	"20060102",
	"20060102150405",
	time.RFC1123,
	time.RFC1123Z,
	time.RFC822,
	time.RFC822Z,
	time.RFC850,
	"Mon, 2 Jan 2006 15:4:5 MST",
	"Mon, 2 Jan 2006 15:4:5 -0700",
}

// ParseTime reads a date or time in any of the forms that archives write: those
// of ISO 8601, looser and Chinese ones, RFC 822, 850 and 1123. Where it names no
// zone it is in UTC+8.
func ParseTime(s string) (time.Time, error) {
	normal := strings.ReplaceAll(strings.TrimSpace(s), "/", "-")
	normal = strings.Replace(normal, "CST", "+0800", 1) // in Chinese news not America's
	for _, layout := range timeLayouts {
		if t, err := time.ParseInLocation(layout, normal, beijing); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no date or time", s)
}
