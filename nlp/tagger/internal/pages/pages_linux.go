// Package pages allocates large tables that are read in no order. Where the
// system has huge pages it asks for them: otherwise much of the time goes into
// looking up pages.
package pages

import (
	"os"
	"syscall"
	"unsafe"
)

// Make returns n zero values, which must hold no pointers.
func Make[T any](n int) []T {
	s := make([]T, n)
	const advice = 14 // MADV_HUGEPAGE
	page := uintptr(os.Getpagesize())
	b := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), uintptr(n)*unsafe.Sizeof(*new(T)))
	skip := -uintptr(unsafe.Pointer(unsafe.SliceData(b))) % page
	if uintptr(len(b)) > skip+page {
		// Only advice: where it is refused, reading is slower.
		_ = syscall.Madvise(b[skip:], advice)
	}
	return s
}
