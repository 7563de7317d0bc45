package auth_test

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tiyao/tiyao/server/internal/auth"
)

func hash(token string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(token))) }

func TestCallers(t *testing.T) {
	file := "# ours\n\nana " + hash("s3cret") + "\n  bo\t" + strings.ToUpper(hash("other")) + "\nana " + hash("next") + "\n"
	tokens, err := auth.ParseTokens("tokens", strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for token, want := range map[string]string{"s3cret": "ana", "other": "bo", "next": "ana", "": "", "S3cret": "", hash("other"): ""} {
		if got, ok := tokens.Caller(token); got != want || ok != (want != "") {
			t.Errorf("%q is of %q, %v; want %q", token, got, ok, want)
		}
	}
}

func TestTokenFileErrors(t *testing.T) {
	for _, test := range []struct{ name, file, want string }{
		{"one field", "#\nana\n", "tokens:2: want NAME and SHA256"},
		{"three fields", "ana " + hash("x") + " admin\n", "tokens:1: want NAME and SHA256"},
		{"a token that is not hashed", "ana topsecret\n", "tokens:1: the second field"},
		{"a short hash", "ana abcd\n", "tokens:1: the second field"},
		{"nothing", "# later\n", "tokens: no tokens"},
		{"one endless line", strings.Repeat("a", 1<<17), "tokens: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := auth.ParseTokens("tokens", strings.NewReader(test.file))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("error %v, want one with %q", err, test.want)
			}
			if strings.Contains(err.Error(), "topsecret") {
				t.Errorf("%v shows the token", err)
			}
		})
	}
}

func TestBearer(t *testing.T) {
	for header, want := range map[string]string{
		"Bearer abc": "abc", "bearer abc": "abc", "BEARER a b": "a b",
		"": "", "abc": "", "Basic abc": "", "Bearer": "", "Bearer ": "",
	} {
		if got, ok := auth.Bearer(header); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %v", header, got, ok)
		}
	}
}

func TestEachCallerHasItsOwnRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := auth.NewRates(10, 2)
		for i := range 3 {
			wait, ok := r.Allow("ana")
			if ok != (i < 2) {
				t.Errorf("event %d: %v", i, ok)
			}
			if !ok && wait != 100*time.Millisecond {
				t.Errorf("wait is %v", wait)
			}
		}
		if _, ok := r.Allow("bo"); !ok {
			t.Error("another caller pays for the first")
		}
		time.Sleep(100 * time.Millisecond)
		if _, ok := r.Allow("ana"); !ok {
			t.Error("the rate does not recover")
		}
	})
}

func TestCallersBeyondAllBoundsShareOneRate(t *testing.T) {
	r := auth.NewRates(1e-9, 1)
	for i := range 10_000 {
		r.Allow(fmt.Sprint(i))
	}
	if _, ok := r.Allow("new"); !ok {
		t.Error("the shared rate is used up already")
	}
	if _, ok := r.Allow("newer"); ok {
		t.Error("the rate is not shared")
	}
}

func FuzzParseTokens(f *testing.F) {
	f.Add("ana " + hash("x") + "\n# x\n")
	f.Add("\x00\xff \t\n")
	f.Fuzz(func(_ *testing.T, file string) {
		tokens, err := auth.ParseTokens("f", strings.NewReader(file))
		if err == nil {
			tokens.Caller(file)
		}
	})
}
