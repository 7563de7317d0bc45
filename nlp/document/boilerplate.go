package document

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// This file holds all rules for what an archive's page shows that is not the
// article: lines known by their words here, elements known by their names in
// hiddenElement and hiddenBox.

// maxNote bounds, in bytes, the lines that the rules look at as a whole. A
// longer one is prose.
const maxNote = 150

// Each rule reads a line without the bracket around it. None searches: all
// must match from the start of the line.
var (
	// who published it first
	originLine = regexp.MustCompile(`^(?:文章|稿件|本文|新闻|信息|原文)?[来來]源\s*[:：]\s*([^\s:：|｜]{1,40})(?:\s.*)?$`)
	// who edited the page, and when; where its pictures are from
	editorLine = regexp.MustCompile(`^(?:责任编辑|責任編輯|责编|責編|编辑|編輯|校对|校對|审核|審核|监制|監製|更新时间|发布时间|` +
		`[图圖]片[来來]源|[图圖]源|海报来源)(?:[人员員戳]|[/、丨|].{1,4})?\s*[:：]`)
	// how to share, follow or open it elsewhere
	shareLine = regexp.MustCompile(`^(?:分享(?:到|至)|[扫掃]一[扫掃]|[扫掃]描.{0,8}二[维維]码|长按.{0,6}二维码|点击右上角|打开APP|我要评论)`)
	// a link that leads away: the line must hold nothing but links
	awayLine = regexp.MustCompile(`^(?:返回|查看|阅读原文|閱讀原文|点击|點擊|展开|打开|下载|上一篇|下一篇|更多|原文链接)`)
	linkLine = regexp.MustCompile(`^(?:https?:)?//[!-~]+$`)
	// what the publisher's lawyers want read
	noticeLine = regexp.MustCompile(`^(?:免责声明|免責聲明|版权声明|版權聲明|风险提示|風險提示|法律声明)[:：]`)
)

// boilerplate reports whether line is no part of the article, and the outlet
// that the line names as its source. In a line of links alone all letters stand
// in links.
func boilerplate(line []byte, linksOnly bool) (origin string, drop bool) {
	if len(line) > maxNote {
		head := line[:30] // enough for any notice, may end inside a character
		return "", noticeLine.Match(head)
	}
	s := unbracket(string(line))
	if m := originLine.FindStringSubmatch(s); m != nil {
		return m[1], true
	}
	return "", strings.IndexFunc(s, isLetter) < 0 ||
		editorLine.MatchString(s) || shareLine.MatchString(s) || noticeLine.MatchString(s) || linkLine.MatchString(s) ||
		linksOnly && awayLine.MatchString(s)
}

// minHeadline is the length, in bytes, under which what precedes a separator is
// not taken for the whole title of a page.
const minHeadline = 12

// headline returns the title of a page without the names of its section and
// site: 新城科技发布年报_财经_新城网.
func headline(title string) string {
	title = strings.Join(strings.Fields(title), " ")
	if i := strings.Index(title, "_"); i >= minHeadline {
		title = title[:i]
	}
	if i := strings.LastIndex(title, " - "); i >= minHeadline {
		title = title[:i]
	}
	return strings.TrimSpace(title)
}

// unbracket removes the brackets around s.
func unbracket(s string) string {
	for _, pair := range []string{"（）", "()", "【】", "[]"} {
		open, n := utf8.DecodeRuneInString(pair)
		if t, ok := strings.CutPrefix(s, string(open)); ok {
			if t, ok := strings.CutSuffix(t, pair[n:]); ok {
				return strings.TrimSpace(t)
			}
		}
	}
	return s
}

var boxWords = [...]string{"share", "sharing", "bdshare", "qr", "qrcode", "ewm", "erweima"}

// hiddenBox reports an element whose class or id says that it is a box for
// sharing or a code to scan: among its words, as appendQr_wrap has append, Qr
// and wrap, is one of boxWords.
func hiddenBox(names []byte) bool {
	start := 0
	for i := 0; i <= len(names); i++ {
		if i < len(names) && isASCIILetter(names[i]) && !(i > start && isUpper(names[i]) && !isUpper(names[i-1])) {
			continue
		}
		for _, w := range boxWords {
			if len(w) == i-start && bytes.EqualFold(names[start:i], []byte(w)) {
				return true
			}
		}
		start = i
		if i < len(names) && !isASCIILetter(names[i]) {
			start++
		}
	}
	return false
}

func isASCIILetter(c byte) bool { return c >= 'a' && c <= 'z' || isUpper(c) }

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

// sameLetters reports whether a and b have the same letters and digits.
func sameLetters(a, b string) bool {
	next := func(s string) (rune, string) {
		i := strings.IndexFunc(s, isLetter)
		if i < 0 {
			return 0, ""
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		return unicode.ToLower(fold(r)), s[i+n:]
	}
	for {
		var x, y rune
		x, a = next(a)
		if y, b = next(b); x != y {
			return false
		}
		if x == 0 {
			return true
		}
	}
}

// shingle is the length, in code points, of the pieces by which a digest is
// sought in the text after it.
const shingle = 8

// repeats reports whether four fifths of digest stand in rest.
func repeats(digest, rest string) bool {
	d, r := []rune(digest), []rune(rest)
	found := make(map[[shingle]rune]bool, len(d))
	for i := 0; i+shingle <= len(d); i++ {
		found[[shingle]rune(d[i:])] = false
	}
	for i := 0; i+shingle <= len(r); i++ {
		key := [shingle]rune(r[i:])
		if _, ok := found[key]; ok {
			found[key] = true
		}
	}
	n := 0
	for _, ok := range found {
		if ok {
			n++
		}
	}
	return len(found) > 0 && n*5 >= len(found)*4
}
