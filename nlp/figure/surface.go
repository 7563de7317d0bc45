package figure

import (
	"strings"

	"github.com/tiyao/tiyao/nlp/figure/number"
)

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isLatin(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// blanks returns the number of spaces at text[0], up to two: more do not
// stand between a number and its unit.
func blanks(text []rune) int {
	n := 0
	for n < len(text) && n < 2 && (text[n] == ' ' || text[n] == '\u00a0') {
		n++
	}
	return n
}

func hasPrefix(text []rune, word string) bool {
	i := 0
	for _, r := range word {
		if i >= len(text) || text[i] != r {
			return false
		}
		i++
	}
	return true
}

func hasSuffix(text []rune, word string) bool {
	n := 0
	for range word {
		n++
	}
	return len(text) >= n && hasPrefix(text[len(text)-n:], word)
}

// anyPrefix reports whether text starts with one of the words.
func anyPrefix(text []rune, words ...string) bool {
	for _, w := range words {
		if hasPrefix(text, w) {
			return true
		}
	}
	return false
}

func anySuffix(text []rune, words ...string) bool {
	for _, w := range words {
		if hasSuffix(text, w) {
			return true
		}
	}
	return false
}

// rangeWord returns the length of what joins the ends of a range, and whether
// it is a word rather than a dash.
func rangeWord(text []rune) (word bool, n int) {
	if len(text) == 0 {
		return false, 0
	}
	switch text[0] {
	case '-', '–', '~', '−', '〜', '～':
		return false, 1
	case '—':
		if hasPrefix(text, "——") {
			return false, 2
		}
		return false, 1
	case '至', '到':
		return true, 1
	}
	return false, 0
}

// fromBefore reports whether 从 or 由 stands before start: a change from one
// value to another rather than a range.
func fromBefore(text []rune, start int) bool {
	before := text[max(0, start-2):start]
	return anySuffix(before, "从", "由", "自", "从 ", "由 ")
}

// spread reports whether what follows a range says that it is one.
func spread(after []rune) bool { return anyPrefix(after, "不等", "之间", "区间", "左右") }

// isSign reports whether text[i] is the sign of the number after it rather
// than a hyphen.
func isSign(text []rune, i int) bool {
	switch text[i] {
	case '负':
		return i+1 < len(text) && number.IsStart(text[i+1]) && (i == 0 || text[i-1] != '正')
	case '-', '+', '−':
	default:
		return false
	}
	if i+1 >= len(text) || !isDigit(text[i+1]) {
		return false
	}
	if i == 0 {
		return true
	}
	p := text[i-1]
	return !isDigit(p) && !isLatin(p) && p != '-' && p != ')' && p != '%' && p != '~' && p != '+'
}

var currencyPrefixes = []struct{ surface, code string }{
	{"US$", "USD"}, {"HK$", "HKD"}, {"NT$", "TWD"}, {"A$", "AUD"}, {"S$", "SGD"}, {"C$", "CAD"}, {"$", "USD"},
	{"¥", "CNY"}, {"￥", "CNY"}, {"€", "EUR"}, {"£", "GBP"}, {"₩", "KRW"},
	{"人民币", "CNY"}, {"RMB", "CNY"}, {"CNY", "CNY"}, {"USD", "USD"}, {"HKD", "HKD"}, {"EUR", "EUR"},
	{"美元", "USD"}, {"港元", "HKD"}, {"港币", "HKD"}, {"欧元", "EUR"}, {"日元", "JPY"}, {"英镑", "GBP"},
}

// currencyPrefix reads a currency in front of its amount.
func currencyPrefix(text []rune) (unit, int) {
	if len(text) == 0 {
		return unit{}, 0
	}
	switch text[0] {
	case 'U', 'H', 'N', 'A', 'S', 'C', 'R', 'E', '$', '¥', '￥', '€', '£', '₩', '人', '美', '港', '欧', '日', '英':
	default:
		return unit{}, 0
	}
	for _, c := range currencyPrefixes {
		if !hasPrefix(text, c.surface) {
			continue
		}
		n := len([]rune(c.surface))
		at := n + blanks(text[n:])
		if at < len(text) && (isDigit(text[at]) || (number.IsStart(text[at]) && c.surface == "人民币")) {
			return unit{kind: Money, name: c.code}, n
		}
		return unit{}, 0
	}
	return unit{}, 0
}

// notUnit reports whether the unit of length n at text is the head of another
// word.
func notUnit(text []rune, n int) bool {
	rest := text[n:]
	if len(rest) == 0 {
		return false
	}
	if n == 1 {
		if words, ok := unitHeads[text[0]]; ok {
			return anyPrefix(rest, strings.Fields(words)...)
		}
		return false
	}
	return false
}

// unitHeads lists, for each unit of one character that also begins other
// words, how those words go on.
var unitHeads = map[rune]string{
	'人': "民 才 工 均 员 士 力 类 体 物 大 寿 气 口 社 行 性 格 选",
	'家': "电 居 具 庭 长 族 乡 园 校 务 政 用 装",
	'名': "称 单 义 额 牌 誉 校 企 城",
	'位': "置 于 居 列 移",
	'个': "人 性 别 股 案 体 税",
	'项': "目经 链",
	'条': "件 例 款 约 码",
	'股': "东 价 权 市 票 指 民 息 份制",
	'户': "外 型 籍 口 均",
	'台': "湾 风 阶 账 北 海",
	'套': "利 路 现 期 餐",
	'件': "事",
	'种': "植 子 群 业",
	'座': "谈 椅 舱",
	'支': "持 付 出 撑 部 柱 架 行 援 线 路",
	'部': "分 门 署 长 委 级 队 际",
	'场': "景 所 外 内 地 馆",
	'处': "理 于 罚 置 分 境 方",
	'起': "诉 来 源 草 点 步 飞 义 到",
	'单': "位 一 独 元 价 日 月 季 品 车",
	'批': "准 发 复 评 量 次",
	'组': "织 成 合 建 装 件",
	'类': "似 别 型",
	'份': "额",
	'对': "于 手 应 接 外 比 此 象 面 话 策 冲 标",
	'轮': "胎 船 值 动 候",
	'票': "据 面 价 房 数",
	'把': "握 关 控",
	'块': "链",
	'片': "区 面 剂 段",
	'根': "据 本 源",
	'口': "径 岸 碑 罩 号 服 腔 感 子",
	'回': "应 购 升 落 报 收 归 复 顾 调 暖 款",
	'道': "路 德 指 琼 歉",
	'字': "节跳 体 头",
	'行': "业 动 情 程 政 为 人 长 使 驶",
	'列': "入 为 出 表 席 车",
	'班': "子 组 长",
	'排': "名 放 队 查 列 行",
	'层': "面 次 级",
	'门': "店 户 票 槛",
	'样': "本 品 子",
	'核': "心 电 算 准 查 能 酸 定 实 武",
	'手': "机 段 术 续 工 游",
	'年': "期 级 轻 薪 终 代 度 会 化 款 前 龄 均 底 末 初 报",
	'天': "津 然 气 猫 下 空 眼 际",
	'周': "年 边 期 一 二 三 四 五 六 转",
	'日': "本 前 常 报 元 均 圆 晚 讯 电 线 益 韩 消",
	'秒': "杀",
	'分': "别 析 布 行 红 公 为 配 会 之 享 级 类 支 期 拆 歧 厅 管 区 开 辨 子 步 批 部 店 众",
	'点': "评 击 燃 赞 名 亮 心 多 半 钟 整 左 对",
	'元': "旦 首 件 素 宵 老 年 宇 器 月",
	'斤': "斤",
	'两': "个 家 年 大 会 岸 国 地 者 市 融 种 项",
	'克': "服 隆 里 拉 罗 尔 强 制 莱 林",
	'米': "其 兰 哈 勒 粉 饭",
	'里': "面 程 斯 德 约 昂 拉 奥 尔",
	'升': "级 值 至 降 学 息 温",
	'桶': "油",
	'方': "面 案 式 向 法 便 针 位 正 舱 程",
	'平': "均 台 安 衡 稳 方 价 等 板 仓 息 凡 行 常",
	'度': "过 假 量 电",
	'节': "约 能 目 日 假 点 省 奏 后 前",
	'卡': "车 塔 特 片 位 尔",
	'瓦': "斯 克 解 片",
	'牛': "市 肉 奶 熊 津",
	'安': "全 徽 装 排 置",
	'担': "任 保 忧 心",
	'寸': "土",
	'尺': "度 寸",
	'转': "让 型 化 移 向 入 换 债 为 增 基 战 账 股 载",
	'磅': "礴",
	'卷': "入 烟",
	'局': "部 面 长 势",
	'胜': "利 任 出 率 诉 选 过",
	'负': "责 债 面 担 荷 增 极",
	'球': "迷 员 队 场 星",
	'盘': "中 后 前 面 活 点 整",
	'县': "域 级 长",
	'市': "场 值 民 级 委 政 长 占 况 盈 净 区 监 面 里 内",
	'省': "级 委 政 内 会 长 份",
	'国': "家 际 内 债 有 企 产 务 外 资 民 防 王 开 安",
	'村': "镇 民",
	'针': "对",
	'床': "位",
	'席': "位 卷",
	'载': "人 重 体 客 荷",
	'顷': "刻",
	'帕': "克",
	'盒': "马",
	'头': "部 寸 衔 条 版 号",
	'只': "有 要 能 是 好 会",
	'次': "日 新 贷 年 要 级 高 于 数 月",
	'岁': "末 月",
	'倍': "增 受 感",
	'光': "伏",
	'匹': "配",
	'杯': "赛",
	'队': "员 伍",
	'粒': "子",
	'滴': "滴",
	'顿': "时",
	'代': "表 码 理 替",
	'幅': "度",
}

// tenthsBlocked reports whether 成 before rest begins another word.
func tenthsBlocked(rest []rune) bool {
	return len(rest) > 0 && strings.ContainsRune("立为功果都员交本长就效熟品套人年分型因绩新", rest[0])
}
