package main

import (
	"os"
	"syscall"
	"unsafe"
)

// newWeights returns n zero weights in huge pages where the system has them:
// training reads them in no order, and most of its time would go into looking
// up pages.
func newWeights(n int) []float32 {
	w := make([]float32, n)
	const advice = 14 // MADV_HUGEPAGE
	page := uintptr(os.Getpagesize())
	b := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(w))), 4*n)
	skip := -uintptr(unsafe.Pointer(unsafe.SliceData(b))) % page
	if uintptr(len(b)) > skip+page {
		// Only advice: where it is refused, training is slower.
		_ = syscall.Madvise(b[skip:], advice)
	}
	return w
}
