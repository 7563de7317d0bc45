package tagger_test

import (
	"context"
	"testing"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/segment"
	"github.com/tiyao/tiyao/nlp/tagger"
)

// article is news of our own making.
const article = `本报讯 云海重工（600999）7月8日晚间公告称，公司拟以每股12.5元的价格，向北京远图投资有限公司收购其持有的江州精密仪器股份有限公司51%股权，交易总额约3.2亿元。
云海重工董事长陈立群表示，此次收购完成后，公司将进入半导体检测设备领域。江州精密去年实现营业收入4.6亿元，同比增长28%，净利润5200万元。其主要客户包括台积电、中芯国际、Intel和德国博世等厂商。
证监会江苏监管局有关负责人周海涛说，监管部门将继续支持上市公司通过并购重组提高质量。华金证券分析师Lily Wang认为，该笔交易估值合理，但整合仍需时间。
消息公布后，云海重工股价高开低走，截至收盘报15.36元，上涨2.13%，成交额6.8亿元。今年以来，半导体设备板块累计上涨19.5%，北向资金连续三个月净流入。
`

func BenchmarkTag(b *testing.B) {
	seg, err := segment.NewGSE()
	if err != nil {
		b.Fatal(err)
	}
	t, err := tagger.New()
	if err != nil {
		b.Fatal(err)
	}
	ctx := context.Background()
	text := document.NewText(article)
	if err := seg.Segment(ctx, text); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(article)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := t.Tag(ctx, text, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		if _, err := tagger.New(); err != nil {
			b.Fatal(err)
		}
	}
}
