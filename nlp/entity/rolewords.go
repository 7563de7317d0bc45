package entity

import "strings"

// roleWords are the words that stand between the parts of a role.
type roleWords struct {
	// conjunctions stand between coordinated titles or persons.
	conjunctions *wordTable
	// copulas stand between a title and the person who holds it.
	copulas *wordTable
	// collectives stand between persons and the title that they all hold.
	collectives *wordTable
	// verbs stand before a title that the person named before them holds, or
	// did, or will.
	verbs *suffixes
	// shortVerbs are verbs of one character, with the characters that make
	// another word of it.
	shortVerbs map[rune]string
	// careers stand before a list of titles that runs on across commas.
	careers *suffixes
	// places stand before a body that is where a person does something.
	places *suffixes
	// replaces stand before a person other than the one the verb is about.
	replaces *suffixes
	// actions are titles that are verbs too, and are ones after a person.
	actions *wordTable
	// honorifics follow a name and say nothing of a role.
	honorifics [][]rune
	// envoys are titles that include the place they are held in: 驻德国大使.
	envoys *suffixes
	// local are offices of a place that no committee's name gives the body of:
	// 上海市委副书记、市长.
	local *suffixes
	// continues stands between a career's titles.
	continues *wordTable
	// wires end the name of a report before its reporter: 新华社北京1月1日电.
	wires *suffixes
	// national begin the titles of a state: 国家主席.
	national [][]rune
}

func newRoleWords() *roleWords {
	return &roleWords{
		conjunctions: newWordTable("、", "和", "及", "与", "以及", "兼", "兼任", "暨", "/", "并", "&", "及其", "同时兼任", "并兼任"),
		copulas: newWordTable(
			"是", "为", "系", "均是", "均为", "即", "仍是", "仍为", "现为", "由", "将由", "暂由", "名叫", "叫", "则是", "则为", "也是", "都是",
			"分别是", "分别为", "一职由", "一职将由", "一职为", "职务由", ":", "之一", "(", "改为", "变更为", "变更为:", "—", "-", "——"),
		collectives: newWordTable("为首的", "在内的", "等", "等多位", "等多名", "等业内", "等知名"),
		verbs: newSuffixes(
			"担任", "出任", "兼任", "就任", "接任", "升任", "当选", "当选为", "委任为", "委任", "获任", "现任", "时任", "曾任", "历任", "履新", "调任", "转任",
			"代任", "续任", "连任", "改任", "专任", "拟任", "原任", "先后任", "作为", "成为", "辞去", "卸任", "辞任", "不再任", "免去", "撤销", "罢免",
			"代行", "暂代", "聘为", "选为", "晋升为", "提升为", "提拔为", "受聘为", "变更为", "兼", "出任了", "担任了", "就任了", "担任过"),
		shortVerbs: map[rune]string{'任': "新责主首信委聘前离", '为': "认因以成作称分视", '是': "还但于可也总而", '系': "关联体"},
		careers:    newSuffixes("历任", "曾任", "现任", "先后任", "先后担任", "曾担任", "曾先后担任", "并任", "担任", "历任:"),
		places:     newSuffixes("在", "于", "从", "向", "到", "入", "职", "对", "由", "的", "将", "获", "离开", "被", "经", "与", "和"),
		replaces:   newSuffixes("接替", "接棒", "取代", "代替", "替代", "接任", "接班", "辞任的", "会见", "陪同", "邀请"),
		actions:    newWordTable("领导", "代表", "编辑", "指挥", "策划", "翻译", "主管", "摄影", "审核", "监制", "校对", "主持"),
		honorifics: toRunes("先生", "女士", "同志", "小姐", "博士"),
		envoys:     newSuffixes("大使", "代表", "总领事", "领事", "公使", "参赞", "特使"),
		local:      newSuffixes("市长", "区长", "县长", "省长", "州长", "镇长", "乡长", "主席"),
		continues:  newWordTable(",", "、", ";", "等职,", "职务,"),
		wires:      newSuffixes("讯", "电"),
		national:   toRunes("国家", "国务委员"),
	}
}

// endsWithVerb reports whether runes end with a verb that leads to a title.
func (w *roleWords) endsWithVerb(runes []rune) bool {
	if w.verbs.endOf(runes) {
		return true
	}
	n := len(runes)
	if n == 0 {
		return false
	}
	other, ok := w.shortVerbs[runes[n-1]]
	return ok && (n == 1 || !strings.ContainsRune(other, runes[n-2]))
}

// isTerm reports whether runes count the terms of a board: 第十届董事会.
func isTerm(runes []rune) bool {
	for _, b := range boards {
		if hasSuffix(runes, b) {
			runes = runes[:len(runes)-len(b)]
		}
	}
	return len(runes) > 1 && runes[0] == '第' && runes[len(runes)-1] == '届'
}

// isBoard reports whether runes name a board of a firm, or its term.
func isBoard(runes []rune) bool {
	rest, ok := cutPrefix(runes, boards)
	return ok && len(rest) == 0 || isTerm(runes)
}
