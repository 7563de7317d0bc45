//go:build !linux

// Package pages allocates large tables that are read in no order.
package pages

// Make returns n zero values, which must hold no pointers.
func Make[T any](n int) []T { return make([]T, n) }
