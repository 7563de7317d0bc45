package figure

import (
	"strings"

	"github.com/cockroachdb/apd/v3"

	"github.com/tiyao/tiyao/nlp/figure/number"
)

// A filter tells figures from numbers in dates, ordinals, names, codes,
// scores and idioms.
type filter struct {
	text    []rune
	follows bool // the figure comes right after another and one mark
}

// keep reports whether q states a quantity. A quantity without a unit is
// judged later, when its neighbours are known.
func (f filter) keep(q *quantity) bool {
	before, after := f.text[max(0, q.Start-8):q.Start], f.text[q.End:]
	if q.style == number.Scale && anySuffix(before, "每") {
		return false // 每万人
	}
	if f.code(q) || f.partOfName(q, before, after) || ordinal(before) {
		return false
	}
	switch q.kind {
	case Duration:
		return f.stretch(q, before, after)
	case Count:
		return f.counts(q, before, after)
	case Measure:
		return f.measures(q, after)
	case Index:
		return points(q, before, after)
	case Money:
		return !(q.style == number.Scale && q.name == "CNY" && hasPrefix(after, "户"))
	case Multiple:
		return !anyPrefix(after, "增")
	}
	return true
}

// code reports whether q starts with a zero that no amount has: 001车型.
func (f filter) code(q *quantity) bool {
	t := f.text[q.Start:q.End]
	return len(t) > 1 && t[0] == '0' && isDigit(t[1])
}

// ordinal reports whether what stands before a number makes it an ordinal.
func ordinal(before []rune) bool {
	if len(before) == 0 {
		return false
	}
	switch before[len(before)-1] {
	case '第':
		return true
	case ' ':
		return hasSuffix(before, "第 ")
	case '届':
		return hasSuffix(before, "十一届")
	case '.':
		return anySuffix(before, "No.", "NO.")
	}
	return false
}

// partOfName reports whether q touches Latin letters or digits as names and
// codes do.
func (f filter) partOfName(q *quantity, before, after []rune) bool {
	if len(before) > 0 {
		p := before[len(before)-1]
		strong := q.kind == Percentage || q.kind == Money || q.kind == PercentagePoint
		if isDigit(p) || p == '.' || f.text[q.Start] == '.' && p < 0x7f && p > ' ' || p == '_' || isLatin(p) && !strong {
			return true
		}
		if p == '-' && len(before) > 1 && (isLatin(before[len(before)-2]) || isDigit(before[len(before)-2])) {
			return true
		}
		if (p == '/' || p == ':') && len(before) > 1 && isLatin(before[len(before)-2]) && !strong && !f.follows {
			return true
		}
	}
	if len(after) > 0 && (isDigit(after[0]) || isLatin(after[0])) && (q.bare || isLatin(f.text[q.End-1])) {
		return true
	}
	return isLatin(f.text[q.End-1]) && hasPrefix(after, "等于")
}

// stretch reports whether a number of years, days … is a length of time.
func (f filter) stretch(q *quantity, before, after []rune) bool {
	if anyPrefix(after, "前", "之前", "以前", "期", "级", "一度", "一遇", "如一日", "代") && !anyPrefix(after, "前后") {
		return false
	}
	switch q.name {
	case "年":
		if q.style == number.Arabic && q.low.Cmp(apd.New(1900, 0)) >= 0 && q.low.Cmp(apd.New(2100, 0)) <= 0 {
			return false
		}
		if q.style == number.Positional || anyPrefix(after, "级", "报") {
			return false
		}
	case "日":
		if q.style != number.Arabic && !anySuffix(before, "连", "近", "连续", "为期", "过去", "未来", "时隔", "涨", "跌") && !anyPrefix(after, "内", "之内", "游") && !isTwo(f.text[q.Start]) {
			return false
		}
	case "岁":
		return anySuffix(before, "现年", "年仅", "今年", "享年", "年龄", "寿命", "年龄为", "已", "年龄约", "提高到", "达到", "延长至", "延迟至", "推迟至", "寿命达", "的") || anyPrefix(after, "提高", "延")
	case "里", "载":
		return q.style == number.Arabic
	}
	if !isOne(f.text, q) {
		return true
	}
	if len(before) > 1 && before[len(before)-2] == '最' {
		return false // 最热一年
	}
	if anySuffix(before, "这", "那", "同", "每", "某", "有", "新的", "第", "头", "哪", "任何", "的", "又", "统", "另", "关键", "重要", "特殊") {
		return false
	}
	return anySuffix(before, "过去", "未来", "近", "最近", "长达", "为期", "达", "超过", "不到", "约", "历时", "逾", "满", "了", "仅", "后", "耗时", "今后", "此前", "不足", "过去的", "期限", "历经", "经过", "已有") ||
		anyPrefix(after, "之内", "内", "以上", "左右", "里", "时间", "多", "来", "以来", "间", "以内", "有余", "之久", ",", "。", ";", ")") || q.comparator != 0
}

// counts reports whether a number with a measure word says how many.
func (f filter) counts(q *quantity, before, after []rune) bool {
	first := f.text[q.Start]
	single := q.style == number.Han && q.tail == 0
	switch {
	case anySuffix(before, "前", "前 ") && !anySuffix(before, "目前", "之前", "此前", "以前", "日前", "年前", "当前", "先前"):
		return false // a rank: 前10名
	case isOne(f.text, q):
		return anySuffix(before, "各有", "仅", "仅有", "只有", "唯一", "仅剩", "各", "近", "超", "每", "其中有") && !anySuffix(before, "每")
	case first == '二' && q.End-q.Start == 2:
		return false
	case (first == '几' || first == '数') && q.tail == 0:
		return false
	}
	switch q.name {
	case "部", "方", "面", "类", "道", "口", "头", "手", "门", "地", "回", "层", "样", "席", "局", "片", "行", "节", "列", "胜", "负", "分", "盘", "球", "把", "班", "排", "代表", "截", "核", "号":
		if single && len([]rune(q.name)) == 1 && !isTwo(first) && q.low.Cmp(apd.New(10, 0)) < 0 {
			return false
		}
		switch q.name {
		case "分", "胜", "负", "球", "局", "盘", "行":
			return q.name == "局" && false
		}
	case "省", "国", "市", "县", "村", "企业", "员工", "用户", "家庭", "专业", "项目", "标的", "品种", "平台", "产品", "机构", "股东", "基金", "银行", "券商", "学校", "高校", "医院", "社区", "街道", "门店", "网点", "学生", "居民", "城市", "国家", "车型", "车企":
		if q.style == number.Scale || q.style == number.Positional || (single && (q.name == "市" || q.name == "国" || q.name == "省" || q.name == "县" || q.name == "村")) {
			return false
		}
		if (q.name == "国" || q.name == "市") && anyPrefix(after, "集团", "峰会", "首脑") {
			return false
		}
		if anySuffix(before, "20", "中证", "沪深", "上证", "科创", "创业板") {
			return false
		}
	case "股":
		return !anySuffix(before, "每")
	case "起", "次", "条":
		if q.style == number.Positional {
			return false
		}
	case "人":
		return !anyPrefix(after, "次") || q.name != "人"
	}
	if q.style == number.Positional && q.End-q.Start < 4 {
		return false
	}
	return true
}

// measures drops the generations of networks (5G), which look like sizes.
func (f filter) measures(q *quantity, after []rune) bool {
	if q.style == number.Scale && hasPrefix(after, "级") {
		return false // 万吨级巨轮: a class
	}
	if (q.name == "G" || q.name == "T") && rated(after) {
		return false
	}
	switch q.name {
	case "G":
		small := q.high.Cmp(apd.New(7, 0)) < 0
		if small || anyPrefix(after, "+") {
			ahead := after[:min(8, len(after))]
			return containsAny(ahead, "内存", "显存", "运存", "存储", "容量", "RAM", "流量")
		}
	case "K", "T", "t", "V", "g", "m", "L", "l", "A", "W":
		if q.name == "K" || q.style != number.Arabic {
			return false
		}
		return !(q.name == "T" && len(after) > 0 && after[0] == '+')
	case "两", "里", "升", "节", "转", "卡", "牛", "安", "担", "寸", "尺", "瓦", "度", "顷", "平", "磅", "步", "克", "伏", "米", "赫":
		if q.style == number.Han && q.tail == 0 && q.low.Cmp(apd.New(10, 0)) < 0 && (q.name != "米" || !isTwo(f.text[q.Start])) && q.name != "度" {
			return false
		}
		if q.name == "度" {
			return q.style == number.Arabic
		}
	case "方":
		return q.style == number.Arabic || q.tail >= 4
	case "像素", "万像素":
		return true
	case "桶":
		return q.style == number.Arabic || q.tail >= 1
	}
	return true
}

// rated reports whether the size before after is the name of a class of
// devices: 800G光模块, 400G/800G交换机.
func rated(after []rune) bool {
	for n := 0; n < 4 && len(after) > 1 && strings.ContainsRune("/、和及与", after[0]) && isDigit(after[1]); n++ {
		k := 1
		for k < len(after) && (isDigit(after[k]) || after[k] == '.') {
			k++
		}
		if k == len(after) || after[k] != 'G' && after[k] != 'T' {
			return false
		}
		after = after[k+1:]
	}
	return anyPrefix(after, "光", "硅光", "交换", "模块", "端口", "网卡", "以太", "速率", "相干", "可插拔", "高速", "产品", "芯片", "系列")
}

// points reports whether N点 is the level or the move of an index rather than
// a time of day.
func points(q *quantity, before, after []rune) bool {
	if anyPrefix(after, "钟", "半", "整", "多钟", "许", "前", "后", "起", "意见", "建议", "要求", "希望") {
		return false
	}
	if q.style != number.Arabic {
		return q.tail >= 2
	}
	return q.low.Exponent < 0 || q.high.Cmp(apd.New(60, 0)) >= 0 ||
		anySuffix(before, "涨", "跌", "升", "降", "上涨", "下跌", "报", "至", "高", "低", "回落", "回升", "反弹", "下滑", "下挫", "下降", "上升", "下调", "上调", "调升", "调降", "调贬", "调高", "调低", "增加", "为", "超", "了", "约", "近", "逾")
}

func isTwo(r rune) bool { return r == '两' }

// isOne reports whether q is a bare 一 before its unit, which mostly means "a".
func isOne(text []rune, q *quantity) bool {
	return q.style == number.Han && text[q.Start] == '一' && q.low.Cmp(apd.New(1, 0)) == 0 && q.low == q.high && q.tail == 0 && q.comparator == 0
}

func containsAny(text []rune, words ...string) bool {
	for i := range text {
		if anyPrefix(text[i:], words...) {
			return true
		}
	}
	return false
}
