package source

import (
	"fmt"
	"strings"
	"time"
)

// beijing is the zone of dates that name none.
var beijing = time.FixedZone("UTC+8", 8*60*60)

// dateLayouts are the forms of dates in tables.
var dateLayouts = []string{
	"2006-1-2",
	"2006-1-2 15:4:5",
	"2006-1-2 15:4",
	"2006-1-2T15:4:5",
	"2006-1-2T15:4:5Z07:00",
	"2006-1-2T15:4:5Z0700",
	"2006-1-2 15:4:5Z07:00",
	"2006-1-2 15:4:5 Z07:00",
	"2006-1-2 15:4:5 Z0700",
	"20060102",
	"20060102150405",
	"2006年1月2日",
	"2006年1月2日 15:4:5",
	"2006年1月2日 15:4",
	time.RFC1123,
	time.RFC1123Z,
}

// parseDate reads a date or time.
func parseDate(s string) (time.Time, error) {
	normal := strings.ReplaceAll(strings.TrimSpace(s), "/", "-")
	for _, layout := range dateLayouts {
		if t, err := time.ParseInLocation(layout, normal, beijing); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no date", s)
}
