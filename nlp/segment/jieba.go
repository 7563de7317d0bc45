package segment

import "errors"

// ErrNoJieba is returned by [NewJieba] of a program that was built without cgo.
var ErrNoJieba = errors.New("segment: the jieba engine needs cgo, which this program was built without")

// JiebaOption configures [NewJieba].
type JiebaOption func(*jiebaConfig)

type jiebaConfig struct {
	dir string
}

// WithDictDir names the directory of jieba's dictionary files: jieba.dict.utf8,
// hmm_model.utf8, user.dict.utf8, idf.utf8 and stop_words.utf8, as they lie in
// deps/cppjieba/dict of the gojieba module. Without it, or with an empty dir,
// they are read from where that module was when the program was built.
func WithDictDir(dir string) JiebaOption {
	return func(c *jiebaConfig) {
		if dir != "" {
			c.dir = dir
		}
	}
}
