package document

import (
	"errors"
	"testing"
)

func TestPlainBodyIsContent(t *testing.T) {
	const content = "  一。\r\n\r\n<b>&amp;</b> 二\t\n"
	d, err := Parse(Source{Content: content, Title: "标题"})
	if err != nil {
		t.Fatal(err)
	}
	if d.Body.String != content || d.Title.String != "标题" {
		t.Errorf("title %q, body %q", d.Title.String, d.Body.String)
	}
}

func TestInputErrors(t *testing.T) {
	for _, c := range []struct {
		src  Source
		want InputError
	}{
		{Source{Content: "联想\xff"}, InputError{"content", 6, ErrInvalidUTF8}},
		{Source{Content: "\ufffd\xe8\x81"}, InputError{"content", 3, ErrInvalidUTF8}},
		{Source{Content: "联\x00想"}, InputError{"content", 3, ErrControl}},
		{Source{Title: "\xff"}, InputError{"title", 0, ErrInvalidUTF8}},
		{Source{Content: "联\x1b[0m想"}, InputError{"content", 3, ErrControl}},
		{Source{Content: "联\u0080想"}, InputError{"content", 3, ErrControl}},
		{Source{Content: "<p>\x00", Type: HTML}, InputError{"content", 3, ErrControl}},
	} {
		_, err := Parse(c.src)
		var got *InputError
		if !errors.As(err, &got) || *got != c.want {
			t.Errorf("Parse(%q, %q): %v, want %v", c.src.Title, c.src.Content, err, &c.want)
		}
	}
}
