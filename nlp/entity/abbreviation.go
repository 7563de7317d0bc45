package entity

import (
	"slices"
	"strings"
)

// Words that end a company's name without changing what it stands for,
// longest first where one contains another.
var legalForms = []string{
	"集团股份有限公司", "股份有限公司", "有限责任公司", "集团有限公司", "控股有限公司", "有限公司", "股份公司",
	"集团公司", "总公司", "公司", "集团", "控股", "股份",
}

// Words of a company's trade: with a short name they mostly stand for the same
// firm, unless the article names two such firms (中信证券, 中信银行).
var tradeWords = []string{
	"科技", "证券", "银行", "汽车", "药业", "制药", "生物", "医药", "医疗", "能源", "新能源", "投资", "资本", "电子", "国际", "实业",
	"发展", "地产", "置业", "保险", "人寿", "基金", "信托", "期货", "电力", "电气", "电器", "材料", "化工", "化学", "钢铁", "矿业",
	"重工", "工业", "航空", "物流", "食品", "乳业", "传媒", "软件", "通信", "通讯", "半导体", "网络", "信息", "技术", "企业", "石油",
	"出行", "健康", "旅游", "文化", "教育", "服务", "贸易", "建设", "智能", "机器人", "平台", "数据",
}

// Words that end the name of a place or a state.
var placeTails = []string{
	"人民共和国", "共和国", "联邦", "王国", "合众国", "民主主义人民共和国", "自治区", "特别行政区", "壮族自治区", "维吾尔自治区", "回族自治区",
	"省", "市", "区", "县", "州", "镇", "地区", "群岛", "岛",
}

// Prefixes that a body's name may leave out where no other name needs them.
var placePrefixes = []string{"中国", "国家", "中央", "全国", "中华人民共和国", "美国", "英国", "欧盟", "香港", "上海", "北京", "深圳"}

// provinceShort gives the places whose short form is not their first character.
var provinceShort = map[rune]string{
	'沪': "上海", '京': "北京", '津': "天津", '渝': "重庆", '粤': "广东", '苏': "江苏", '浙': "浙江", '皖': "安徽", '闽': "福建", '赣': "江西",
	'鲁': "山东", '豫': "河南", '鄂': "湖北", '湘': "湖南", '桂': "广西", '琼': "海南", '川': "四川", '黔': "贵州", '滇': "云南", '陕': "陕西",
	'甘': "甘肃", '青': "青海", '宁': "宁夏", '新': "新疆", '藏': "西藏", '晋': "山西", '冀': "河北", '辽': "辽宁", '吉': "吉林", '黑': "黑龙江",
	'蒙': "内蒙古", '港': "香港", '澳': "澳门", '台': "台湾", '深': "深圳", '穗': "广州", '甬': "宁波",
}

// Heads of long names and the one character that an abbreviation keeps of
// them: 工商银行 工行, 发展改革委员会 发改委.
var headShort = []struct {
	head string
	keep rune
}{
	{"银行", '行'}, {"委员会", '委'}, {"委员会", '会'}, {"交易所", '所'}, {"大学", '大'}, {"学院", '院'}, {"研究院", '院'}, {"研究所", '所'},
	{"协会", '协'}, {"联合会", '联'}, {"总局", '局'}, {"管理局", '局'}, {"总署", '署'}, {"办公室", '办'}, {"联盟", '盟'}, {"证券", '证'},
	{"保险", '保'}, {"航空", '航'}, {"集团", '团'}, {"组织", '组'}, {"基金", '基'}, {"汽车", '汽'},
}

// trimLegalForm returns name without the legal form at its end and without a
// place in brackets before it, and whether anything was cut.
func trimLegalForm(name string) (string, bool) {
	core := name
	for {
		before := core
		for _, f := range legalForms {
			if rest, ok := strings.CutSuffix(core, f); ok && len(rest) >= len("联想") {
				core = rest
				break
			}
		}
		if i := strings.LastIndexByte(core, '('); i >= len("联想") && strings.HasSuffix(core, ")") {
			core = core[:i]
		}
		if core == before {
			return core, core != name
		}
	}
}

// genericTail reports whether tail is made of words that leave what the name
// before it stands for as it is, and whether that is sure (strong) or holds
// only if the article has no other such name.
func genericTail(tail string, typ Type) (generic, strong bool) {
	switch typ {
	case Location:
		return slices.Contains(placeTails, tail), true
	case Company:
		strong = true
		for tail != "" {
			if rest, ok := cutAny(tail, legalForms); ok {
				tail = rest
			} else if rest, ok := cutAny(tail, tradeWords); ok {
				tail, strong = rest, false
			} else if i := strings.IndexByte(tail, ')'); i > 0 && tail[0] == '(' {
				tail = tail[i+1:]
			} else {
				return false, false
			}
		}
		return true, strong
	}
	return false, false
}

// cutAny returns s without the first of prefixes that it begins with.
func cutAny(s string, prefixes []string) (string, bool) {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(s, p); ok {
			return rest, true
		}
	}
	return s, false
}

func isPlacePrefix(s string) bool { return slices.Contains(placePrefixes, s) }

// abbreviationStarts returns the characters with which an abbreviation of the
// name may begin: its first, and the first after a place.
func abbreviationStarts(runes []rune) []rune {
	starts := []rune{runes[0]}
	if rest, ok := cutAny(string(runes), placePrefixes); ok && rest != "" {
		starts = append(starts, []rune(rest)[0])
	}
	return starts
}

// abbreviates reports whether short is a regular abbreviation of the longer
// name full: its characters occur in full in order, it begins where full
// begins (or after a place), and it ends with what an abbreviation keeps of
// full's head. A mere beginning or middle part of full is none: it may be
// another name.
func abbreviates(short, full []rune) bool {
	if len(short) < 2 || len(short) > 6 || len(full) < len(short)+1 || len(full) > maxIndexedName {
		return false
	}
	f, _ := trimLegalForm(string(full))
	s, _ := trimLegalForm(string(short))
	if s == f || strings.Contains(f, s) {
		return false
	}
	fr := []rune(f)
	if abbreviatesFrom([]rune(s), fr) {
		return true
	}
	rest, ok := cutAny(f, placePrefixes)
	return ok && rest != "" && abbreviatesFrom([]rune(s), []rune(rest))
}

func abbreviatesFrom(short, full []rune) bool {
	if len(short) < 2 || len(full) <= len(short) || short[0] != full[0] {
		return false
	}
	last := short[len(short)-1]
	var body []rune
	if last == full[len(full)-1] {
		body = full[:len(full)-1]
	} else {
		i := slices.IndexFunc(headShort, func(h struct {
			head string
			keep rune
		}) bool {
			return h.keep == last && strings.HasSuffix(string(full), h.head)
		})
		if i < 0 {
			return false
		}
		body = full[:len(full)-len([]rune(headShort[i].head))]
	}
	return subsequence(short[:len(short)-1], body)
}

// subsequence reports whether the runes of s occur in t in order.
func subsequence(s, t []rune) bool {
	for _, r := range t {
		if len(s) == 0 {
			break
		}
		if s[0] == r {
			s = s[1:]
		}
	}
	return len(s) == 0
}
