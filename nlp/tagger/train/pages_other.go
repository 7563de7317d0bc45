//go:build !linux

package main

// newWeights returns n zero weights.
func newWeights(n int) []float32 { return make([]float32, n) }
