package baseline_test

import (
	"slices"
	"testing"

	"github.com/tiyao/tiyao/nlp/keyword/baseline"
)

func TestGSE(t *testing.T) {
	if testing.Short() {
		t.Skip("loads gse's dictionaries")
	}
	b, err := baseline.NewGSE()
	if err != nil {
		t.Fatal(err)
	}
	const text = "液冷服务器降低数据中心能耗。服务器厂商加大液冷研发，数据中心改造提速。"
	if got := b.TFIDF(text, 5); len(got) == 0 || len(got) > 5 || !slices.Contains(got, "服务器") {
		t.Errorf("TFIDF = %q, want up to five words with 服务器", got)
	}
	if got := b.TextRank(text, 5); len(got) == 0 || len(got) > 5 || !slices.Contains(got, "数据") {
		t.Errorf("TextRank = %q, want up to five words with 数据", got)
	}
}
