package figure

// bareFigure gives a number without a unit the kind that its context shows,
// and reports false where it is no figure.
func (v *view) bareFigure(i int) bool {
	q := &v.quantities[v.chunks[i].ref]
	if q.tail >= 4 {
		q.unit = unit{kind: Number}
		q.bare = false
		return true
	}
	return false
}
