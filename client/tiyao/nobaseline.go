//go:build !baselines

package main

import "fmt"

// loadBaseline refuses: the dictionaries of the baselines would double the
// size of the program.
func loadBaseline(name string) (func(text string, n int) []string, error) {
	return nil, fmt.Errorf("--keywords %s: this program was built without baselines; build it with -tags baselines", name)
}
