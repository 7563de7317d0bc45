//go:build !cgo

package keyword_test

import "testing"

// addJieba adds nothing: gojieba needs cgo.
func addJieba(t testing.TB, _ map[string]func(string, int) []string) { t.Log("no gojieba without cgo") }
