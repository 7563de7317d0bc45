package period

import "time"

// Date is a calendar period as far as an expression gives it.
type Date struct {
	Year      int16 // the year, or with Relative the distance from the current one
	Relative  bool  // Year counts from the year of publication
	Month     int16 // first month, 0 for none
	LastMonth int16 // last month, 0 for Month
	Day       int16 // first day
	LastDay   int16
	DayOffset int16 // with Offset: days from the day of publication
	Offset    bool  // 今天, 昨日
	Week      int16 // with Weekly: weeks from the current one
	Weekly    bool
	Weekday   int16 // 1 Monday to 7 Sunday
	MonthStep int16 // with Monthly: months from the current one
	Monthly   bool
	Part      Part
	Bound     Bound
	To        *Date // end of a range
}

// Bound says how a period lies to the date named.
type Bound uint8

// The bounds.
const (
	Within Bound = iota
	Since        // 以来, 至今: from its start to the day of publication
	From         // 起: from its start on
	Before       // 之前: up to the day before it
	After        // 之后: from the day after it
)

// Part narrows a period.
type Part uint8

// The parts.
const (
	Whole  Part = iota
	Open        // 初
	First       // 上旬
	Middle      // 中旬
	Last        // 下旬
	Close       // 底, 末: the last day
)

// merge adds what a finer part says.
func (d *Date) merge(f Date) {
	if f.Year != 0 || f.Relative {
		d.Year, d.Relative = f.Year, f.Relative
	}
	if f.Month != 0 {
		d.Month, d.LastMonth = f.Month, f.LastMonth
	}
	if f.Day != 0 {
		d.Day, d.LastDay = f.Day, f.LastDay
	}
	if f.Part != Whole {
		d.Part = f.Part
	}
	if f.To != nil {
		d.To = f.To
	}
	if f.Offset || f.Weekly || f.Monthly || f.Weekday != 0 {
		d.Offset, d.DayOffset = d.Offset || f.Offset, f.DayOffset
		d.Weekly, d.Week = d.Weekly || f.Weekly, d.Week+f.Week
		d.Monthly, d.MonthStep = d.Monthly || f.Monthly, f.MonthStep
		if f.Weekday != 0 {
			d.Weekday = f.Weekday
		}
	}
}

func (d Date) days(published time.Time, year int) (start, end time.Time) {
	start, end = d.bounds(published, year)
	if start.IsZero() {
		return start, end
	}
	if d.To != nil {
		to := *d.To
		if to.Month == 0 && to.Day != 0 {
			to.Month = int16(start.Month())
		}
		_, last := to.bounds(published, start.Year())
		if !last.Before(start) {
			end = last
		}
	}
	switch d.Bound {
	case Since:
		if end = civil(published); end.Before(start) {
			end = time.Time{}
		}
	case From:
		end = time.Time{}
	case Before:
		start, end = time.Time{}, start.AddDate(0, 0, -1)
	case After:
		start, end = end.AddDate(0, 0, 1), time.Time{}
	}
	return start, end
}

// bounds resolves d without its range end.
func (d Date) bounds(published time.Time, year int) (start, end time.Time) {
	now := civil(published)
	needsNow := d.Relative || d.Offset || d.Weekly || d.Monthly || d.Weekday != 0
	if needsNow && now.IsZero() {
		return start, end
	}
	switch {
	case d.Offset:
		start = now.AddDate(0, 0, int(d.DayOffset))
		return start, start
	case d.Weekly, d.Weekday != 0:
		return d.week(now)
	case d.Monthly:
		m := time.Date(now.Year(), now.Month()+time.Month(d.MonthStep), 1, 0, 0, 0, 0, time.UTC)
		d.Month = int16(m.Month())
		return d.within(m.Year())
	}
	if d.Month == 0 && d.Day != 0 && !now.IsZero() {
		d.nearMonth(now)
	}
	return d.within(d.year(now, year))
}

// nearMonth gives a bare day (5日) the month of publication, or the one before
// where the day would lie far ahead.
func (d *Date) nearMonth(now time.Time) {
	const ahead = 7
	m := now
	if int(d.Day) > now.Day()+ahead {
		m = time.Date(now.Year(), now.Month(), 0, 0, 0, 0, 0, time.UTC)
	}
	d.Month, d.Year = int16(m.Month()), int16(m.Year())
}

// year picks the year that d means, or 0.
func (d Date) year(now time.Time, year int) int {
	switch {
	case d.Relative:
		return now.Year() + int(d.Year)
	case d.Year != 0:
		return int(d.Year)
	case year != 0 && d.Day == 0:
		return year
	case now.IsZero():
		return year
	case int(d.Month) > int(now.Month())+6:
		return now.Year() - 1 // 12月 in January's news is last December
	}
	return now.Year()
}

// within resolves month, day and part in year y.
func (d Date) within(y int) (start, end time.Time) {
	if y == 0 || (d.Month == 0 && d.Day != 0) {
		return start, end
	}
	first, last := d.Month, max(d.Month, d.LastMonth)
	if first == 0 {
		first, last = 1, 12
	}
	start = time.Date(y, time.Month(first), 1, 0, 0, 0, 0, time.UTC)
	end = time.Date(y, time.Month(last)+1, 0, 0, 0, 0, 0, time.UTC)
	if d.Day != 0 {
		start = time.Date(y, time.Month(first), int(d.Day), 0, 0, 0, 0, time.UTC)
		end = start.AddDate(0, 0, int(max(d.LastDay-d.Day, 0)))
		return start, end
	}
	switch d.Part {
	case Open, First:
		end = start.AddDate(0, 0, 9)
	case Middle:
		start, end = start.AddDate(0, 0, 10), start.AddDate(0, 0, 19)
	case Last:
		start = start.AddDate(0, 0, 20)
	case Close:
		start = end
	}
	return start, end
}

func (d Date) week(now time.Time) (start, end time.Time) {
	today := (int(now.Weekday())+6)%7 + 1
	monday := now.AddDate(0, 0, 1-today+7*int(d.Week))
	if d.Weekday == 0 {
		return monday, monday.AddDate(0, 0, 6)
	}
	if !d.Weekly && int(d.Weekday) > today {
		monday = monday.AddDate(0, 0, -7) // 周五 in Wednesday's news is past
	}
	start = monday.AddDate(0, 0, int(d.Weekday)-1)
	return start, start
}

// civil returns the day of t, as t's own zone has it, at midnight UTC.
func civil(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}
