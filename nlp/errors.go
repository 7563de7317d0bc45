package nlp

import (
	"errors"
	"fmt"

	"github.com/tiyao/tiyao/nlp/document"
)

// Reason says what is wrong with an input. Its values are stable: callers may
// branch on them, and the gRPC service returns them as they are.
type Reason string

// The reasons for which an input is refused.
const (
	ContentEmpty         Reason = "CONTENT_EMPTY"
	ContentTooLarge      Reason = "CONTENT_TOO_LARGE"
	TextNotUTF8          Reason = "TEXT_NOT_UTF8"
	ControlCharacter     Reason = "CONTROL_CHARACTER"
	ContentMalformed     Reason = "CONTENT_MALFORMED"
	SegmenterUnknown     Reason = "SEGMENTER_UNKNOWN"
	SegmenterUnavailable Reason = "SEGMENTER_UNAVAILABLE"
	TermInvalid          Reason = "TERM_INVALID"
)

// InputError is returned for a document or an option that cannot be annotated.
// Every other error of [Annotator.Annotate] is the context's.
type InputError struct {
	Field  string // what is wrong: "document.content", "segmenter", "custom_terms[3].text"
	Reason Reason
	Detail string // for people
}

// Error returns the field and the detail.
func (e *InputError) Error() string { return fmt.Sprintf("%s: %s", e.Field, e.Detail) }

// inputError translates an error of [document.Parse].
func inputError(err error) error {
	var input *document.InputError
	if !errors.As(err, &input) {
		return fmt.Errorf("nlp: %w", err)
	}
	reason := ContentMalformed
	switch {
	case errors.Is(err, document.ErrInvalidUTF8):
		reason = TextNotUTF8
	case errors.Is(err, document.ErrControl):
		reason = ControlCharacter
	case errors.Is(err, document.ErrTooLong):
		reason = ContentTooLarge
	}
	return &InputError{"document." + input.Field, reason, fmt.Sprintf("byte %d: %v", input.Offset, input.Err)}
}
