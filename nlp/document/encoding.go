package document

// Encoding is the unit in which an offset counts.
type Encoding int

// The encodings of offsets. The zero value is the pipeline's own.
const (
	UTF32 Encoding = iota // code points, as Python and this package count
	UTF8                  // bytes, as Go and C count
	UTF16                 // code units, as Java and JavaScript count
)

// String returns the name of e as it is commonly written, such as "UTF-8".
func (e Encoding) String() string {
	switch e {
	case UTF8:
		return "UTF-8"
	case UTF16:
		return "UTF-16"
	default:
		return "UTF-32"
	}
}
