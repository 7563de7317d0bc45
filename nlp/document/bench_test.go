package document

import (
	"strings"
	"testing"
)

// page is an article in HTML in the style of the archives, written for the
// tests.
const page = `<p style="display:none;height:1px;"><br /></p><!-- Chart_Start --><p style="text-align:center;"><a href="http://quote.example.com/r/0.000001" data-code="000001|0|2" class="remark" target="_blank"><img src="https://pic.example.com/GetPic.aspx?nid=0.000001&imageType=k&at=1" border="0" alt="K图" width="578" /></a></p><!-- Chart_End -->
<p><span id="stock_0.000001"><a href="http://quote.example.com/r/0.000001" class="keytip" data-code="0,000001">新城科技</a></span><span id="quote_0.000001"></span>(000001)4月28日晚间<span id="Info.1"><a href="http://data.example.com/notices/" class="infokey">公告</a></span>，预计2021年净利1.66亿元-1.82亿元，同比增45%-65%。上年同期，公司盈利1.1亿元。公司主要产品的市场需求和订单同比大幅增长，并已超过正常年份平均水平，订单增长态势显著，从而带动了主营业务双增长。<br /></p>
 <p><strong>打造“新城</strong><strong>云”新身份 </strong></p>
 <p>新城科技执行副总裁张三表示，全栈的产品线和全周期的服务是智能化时代最典型的客户需求。他强调，公司自主研发的冷却技术能够把整体PUE值降到1.1以下&nbsp;，《&lt;数据中心&gt;能效指南》要求的精度满足<1%，人力成本节省50%，效率和准确率提升30%。</p>
<p class="em_media">（文章来源：新城<span id="bk_1"><a href="http://quote.example.com/r/1" class="keytip">证券</a></span><span id="bkquote_1"></span>报）</p>
`

func benchmarkParse(b *testing.B, content string, kind ContentType) {
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(Source{Content: content, Type: kind}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParsePlain(b *testing.B) { benchmarkParse(b, strings.Repeat(sample, 8), Plain) }
func BenchmarkParseHTML(b *testing.B)  { benchmarkParse(b, strings.Repeat(page, 4), HTML) }

func BenchmarkParseMarkdown(b *testing.B) {
	benchmarkParse(b, "---\ntitle: 新城科技发布年报\ndate: 2022-04-28 15:52:33 +0800\n---\n"+
		strings.Repeat(strings.ReplaceAll(sample, "\n", "\n\n"), 8), Markdown)
}

func BenchmarkNewText(b *testing.B) {
	s := strings.Repeat(sample, 8)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		NewText(s)
	}
}

func BenchmarkSourceSpan(b *testing.B) {
	d, err := Parse(Source{Content: strings.Repeat(page, 100), Type: HTML})
	if err != nil {
		b.Fatal(err)
	}
	s := d.Body.Sentences[len(d.Body.Sentences)/2]
	b.ReportAllocs()
	for b.Loop() {
		d.SourceSpan(s, UTF16)
	}
}
