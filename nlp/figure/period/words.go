package period

import "strings"

// vocabulary returns the words that are a part of an expression by
// themselves, or the whole of one.
func vocabulary() map[string]atom {
	v := map[string]atom{}
	add := func(a atom, words string) {
		for _, w := range strings.Fields(words) {
			v[w] = a
		}
	}
	year := func(step int16, words string) {
		add(atom{level: yearLevel, date: Date{Year: step, Relative: true}}, words)
	}
	year(0, "今年 本年 本年度 今年度 本财年 当前财年 年内 全年")
	year(-1, "去年 上年 上年度 上一年度 上一年 上财年 上一财年 去年度")
	year(-2, "前年")
	year(1, "明年 下年度 下一年度 下一年 下财年 明年度 来年")
	year(2, "后年")
	add(atom{level: yearLevel, alone: true, vague: true}, "当年 同年 次年 全财年 整个财年 年度 翌年")
	add(atom{level: yearLevel, alone: true, date: Date{Relative: true, Part: Close}}, "年底 年末")
	add(atom{level: yearLevel, alone: true, date: Date{Relative: true, Part: Open}}, "年初")
	add(atom{level: yearLevel, alone: true, vague: true, prior: true}, "上年同期 去年同期 上年同月 去年同月 上年同季 同期 前一年同期 上一年同期")

	quarters(add)
	months := []string{"一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"}
	for i, m := range months {
		add(atom{level: monthLevel, date: Date{Month: int16(i + 1)}}, m+" "+m+"份")
	}
	month := func(step int16, words string) {
		add(atom{level: monthLevel, date: Date{MonthStep: step, Monthly: true}}, words)
	}
	month(0, "本月 当月")
	month(-1, "上月 上个月 上月份")
	month(1, "下月 下个月")

	days(add)
	add(atom{level: partLevel, need: true}, "晚 早 早上 傍晚 深夜 夜间 中午 清晨")
	add(atom{level: partLevel}, "上午 下午 晚间 早间 午间 凌晨 盘后 盘前 盘中 早盘 尾盘 午盘 午后 开盘 收盘 夜盘 截至收盘 晚上")
	add(atom{level: dayLevel, alone: true, vague: true},
		"目前 当前 如今 现在 现今 眼下 近日 近期 近来 日前 不久前 截至目前 截至当前 截至发稿 截至收盘 截止收盘 迄今 迄今为止 至今 "+
			"上一交易日 上个交易日 前一交易日 上一个交易日 上一工作日 上个工作日 上一个工作日 截至公告日 截至公告披露日 截至本公告日 截至本公告披露日 "+
			"报告期内 报告期 报告期末 期内 期末 期初 本期 上期 未来几年 未来数年 近年来 近年 多年来 近几年 最近几年 过去几年")
	festivals(add)
	return v
}

// quarters adds the parts of a year.
func quarters(add func(atom, string)) {
	part := func(first, last int16, words string) {
		add(atom{level: quarterLevel, date: Date{Month: first, LastMonth: last}}, words)
	}
	part(1, 6, "上半年 半年度 前两季度 前两个季度 前二季度 H1 1H")
	part(7, 12, "下半年 H2 2H")
	part(1, 9, "前三季度 前三个季度 前3季度 前3个季度 首三季度 前三季")
	part(1, 3, "一季度 第一季度 1季度 第1季度 一季 首季 首季度 第一季 Q1 1Q")
	part(4, 6, "二季度 第二季度 2季度 第2季度 二季 第二季 Q2 2Q")
	part(7, 9, "三季度 第三季度 3季度 第3季度 三季 第三季 Q3 3Q")
	part(10, 12, "四季度 第四季度 4季度 第4季度 四季 第四季 Q4 4Q")
	part(1, 12, "全年度")
	add(atom{level: quarterLevel, vague: true}, "第一财季 第二财季 第三财季 第四财季 一财季 二财季 三财季 四财季 本季度 本季 上季度 上一季度 上季 下季度 下一季度 当季 本财季 上财季 下财季 第一财政季度 第二财政季度 第三财政季度 第四财政季度")
}

// days adds days and weeks.
func days(add func(atom, string)) {
	day := func(step int16, words string) {
		add(atom{level: dayLevel, date: Date{DayOffset: step, Offset: true}}, words)
	}
	day(0, "今天 今日")
	day(-1, "昨天 昨日")
	day(-2, "前天")
	day(1, "明天 明日")
	add(atom{level: dayLevel, vague: true}, "当天 当日 同日 同一天 次日 翌日 隔夜 每日 每天 每周 每月 每年 上周末 周末 本周末")
	add(atom{level: dayLevel, date: Date{Weekly: true}}, "本周 这周 这一周")
	add(atom{level: dayLevel, date: Date{Weekly: true, Week: -1}}, "上周 上一周 上星期")
	add(atom{level: dayLevel, date: Date{Weekly: true, Week: 1}}, "下周 下一周 下星期")
	for i, d := range []string{"一", "二", "三", "四", "五", "六", "日"} {
		for w, pre := range map[string]Date{"周": {}, "星期": {}, "本周": {Weekly: true}, "上周": {Weekly: true, Week: -1}, "下周": {Weekly: true, Week: 1}} {
			pre.Weekday = int16(i + 1)
			add(atom{level: dayLevel, date: pre}, w+d)
		}
	}
	add(atom{level: dayLevel, date: Date{Weekday: 7}}, "星期天 周天")
}

// festivals adds holidays and plan periods, which name a time only together
// with a word that says so.
func festivals(add func(atom, string)) {
	for _, f := range []string{"春节", "国庆", "国庆节", "中秋", "端午", "清明", "五一", "元旦", "双节", "劳动节", "双十一", "双11", "“双11”", "“双十一”", "“五一”", "“十一”", "六一八", "暑期", "春运"} {
		for _, s := range []string{"期间", "假期", "长假", "前后", "黄金周", "小长假", "档"} {
			add(atom{level: dayLevel, alone: true, vague: true}, f+s)
		}
	}
	for i, p := range []string{"十二五", "十三五", "十四五", "十五五"} {
		first := int16(2011 + 5*i)
		d := Date{Year: first, To: &Date{Year: first + 4}}
		end := Date{Year: first + 4, Part: Close}
		for _, q := range []string{p, "“" + p + "”", "\"" + p + "\""} {
			add(atom{level: yearLevel, alone: true, date: d}, q+"期间 "+q+"时期")
			add(atom{level: yearLevel, alone: true, date: end}, q+"末 "+q+"期末")
		}
	}
}
