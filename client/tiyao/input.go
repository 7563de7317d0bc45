package main

import (
	"fmt"
	"io"
	"os"

	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/tiyao/tiyao/nlp/document"
	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// stdin is the name that stands for standard input.
const stdin = "-"

// document reads the article called name.
func (c *annotateCmd) document(name string, in io.Reader) (*tiyaov1.Document, error) {
	data, err := read(name, in)
	if err != nil {
		return nil, err
	}
	content, err := document.Decode(data)
	if err != nil {
		return nil, err
	}
	doc := &tiyaov1.Document{Id: name, Content: content, ContentType: c.contentType(name, content), Title: c.Title}
	if c.Date != "" {
		date, err := document.ParseTime(c.Date)
		if err != nil {
			return nil, fmt.Errorf("--date: %w", err)
		}
		doc.PublishTime = timestamppb.New(date)
	}
	return doc, nil
}

func read(name string, in io.Reader) ([]byte, error) {
	if name == stdin {
		return io.ReadAll(in)
	}
	return os.ReadFile(name)
}

var contentTypes = map[document.ContentType]tiyaov1.ContentType{
	document.Plain:    tiyaov1.ContentType_CONTENT_TYPE_PLAIN,
	document.HTML:     tiyaov1.ContentType_CONTENT_TYPE_HTML,
	document.Markdown: tiyaov1.ContentType_CONTENT_TYPE_MARKDOWN,
}

// contentType returns what --type says, or what the content looks like.
func (c *annotateCmd) contentType(name, content string) tiyaov1.ContentType {
	switch c.Type {
	case "plain":
		return tiyaov1.ContentType_CONTENT_TYPE_PLAIN
	case "html":
		return tiyaov1.ContentType_CONTENT_TYPE_HTML
	case "markdown":
		return tiyaov1.ContentType_CONTENT_TYPE_MARKDOWN
	default:
		return contentTypes[document.DetectType(name, content)]
	}
}
