// Package auth tells who calls: bearer tokens, kept as hashes, and how fast each
// caller may go.
package auth

import (
	"bufio"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Tokens are the bearer tokens of the callers. Only their SHA-256 hashes are
// known. It never changes once made and is safe for concurrent use.
type Tokens struct {
	names  []string
	hashes [][sha256.Size]byte
}

// ParseTokens reads a file of tokens: in each line the name of a caller and the
// SHA-256 hash of a token in hexadecimal, with white space between them. A
// caller may have several tokens, so that they can be changed without a break.
// Blank lines and lines that start with # are skipped. An error names the file
// and the line: path:line.
func ParseTokens(path string, r io.Reader) (*Tokens, error) {
	t := &Tokens{}
	scan := bufio.NewScanner(r)
	for line := 1; scan.Scan(); line++ {
		fields := strings.Fields(scan.Text())
		if len(fields) == 0 || strings.HasPrefix(fields[0], "#") {
			continue
		}
		if err := t.add(fields); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, line, err)
		}
	}
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(t.names) == 0 {
		return nil, fmt.Errorf("%s: no tokens", path)
	}
	return t, nil
}

func (t *Tokens) add(fields []string) error {
	if len(fields) != 2 {
		return fmt.Errorf("want NAME and SHA256, got %d fields", len(fields))
	}
	hash, err := hex.DecodeString(fields[1])
	if err != nil || len(hash) != sha256.Size {
		// The field may be a token that someone did not hash: it is not shown.
		return errors.New("the second field is no SHA-256 hash of 64 hexadecimal digits")
	}
	t.names = append(t.names, fields[0])
	t.hashes = append(t.hashes, [sha256.Size]byte(hash))
	return nil
}

// Caller returns the name of the caller whose token it is. The time it takes
// tells nothing about the hashes.
func (t *Tokens) Caller(token string) (name string, ok bool) {
	hash := sha256.Sum256([]byte(token))
	found := -1
	for i := range t.hashes {
		found = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(hash[:], t.hashes[i][:]), i, found)
	}
	if found < 0 {
		return "", false
	}
	return t.names[found], true
}

// Bearer returns the token of an authorization header. The scheme's case does
// not matter (RFC 9110, section 11.1).
func Bearer(header string) (token string, ok bool) {
	scheme, token, ok := strings.Cut(header, " ")
	return token, ok && strings.EqualFold(scheme, "bearer") && token != ""
}
