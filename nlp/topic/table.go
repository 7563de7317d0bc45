package topic

// The topics of the annotation guidelines.
const (
	Earnings               = "business.earnings"
	Strategy               = "business.strategy"
	Deals                  = "business.deals"
	People                 = "business.people"
	Regulation             = "business.regulation"
	Stocks                 = "markets.stocks"
	BondsRates             = "markets.bonds_rates"
	Commodities            = "markets.commodities"
	CurrenciesCrypto       = "markets.currencies_crypto"
	Macro                  = "economy.macro"
	Policy                 = "economy.policy"
	BankingInsurance       = "finance.banking_insurance"
	Funds                  = "finance.funds"
	Autos                  = "industry.autos"
	Energy                 = "industry.energy"
	Property               = "industry.property"
	PharmaHealth           = "industry.pharma_health"
	ConsumerRetail         = "industry.consumer_retail"
	ManufacturingMaterials = "industry.manufacturing_materials"
	TransportLogistics     = "industry.transport_logistics"
	AgricultureFood        = "industry.agriculture_food"
	Computing              = "technology.computing"
	ChipsElectronics       = "technology.chips_electronics"
	Telecom                = "technology.telecom"
	InternetMedia          = "technology.internet_media"
	DomesticPolitics       = "politics.domestic"
	InternationalPolitics  = "politics.international"
	CrimeLaw               = "society.crime_law"
	Education              = "society.education"
	HealthEpidemic         = "society.health_epidemic"
	DisasterAccident       = "society.disaster_accident"
	EnvironmentWeather     = "society.environment_weather"
	CultureEntertainment   = "society.culture_entertainment"
	Sport                  = "society.sport"
	Research               = "science.research"
)

// Info describes a topic.
type Info struct {
	ID   string // "<field>.<subject>", or as its user names it
	Name string // for readers, in Chinese
	IPTC string // the IPTC Media Topic that fits, as its code; empty where none does
}

// builtin lists the topics in the order of the model's classes.
var builtin = [...]Info{
	{Earnings, "业绩与指引", "medtop:20000178"},
	{Strategy, "企业战略与产品", "medtop:20000192"},
	{Deals, "并购、投融资与合同", "medtop:20000204"},
	{People, "人事变动", "medtop:20000190"},
	{Regulation, "企业监管与诉讼", ""},
	{Stocks, "股市", "medtop:20000394"},
	{BondsRates, "债券与利率", "medtop:20000390"},
	{Commodities, "大宗商品", "medtop:20000386"},
	{CurrenciesCrypto, "汇率与加密货币", "medtop:20000391"},
	{Macro, "宏观经济", "medtop:20000346"},
	{Policy, "经济政策", "medtop:20000345"},
	{BankingInsurance, "银行与保险", "medtop:20000271"},
	{Funds, "基金", "medtop:20000381"},
	{Autos, "汽车", "medtop:20000296"},
	{Energy, "能源", "medtop:20000256"},
	{Property, "房地产", "medtop:20000241"},
	{PharmaHealth, "医药与医疗", "medtop:20000223"},
	{ConsumerRetail, "消费与零售", "medtop:20000243"},
	{ManufacturingMaterials, "制造与材料", "medtop:20000294"},
	{TransportLogistics, "交通与物流", "medtop:20000337"},
	{AgricultureFood, "农业与食品", "medtop:20000210"},
	{Computing, "软件、云与人工智能", "medtop:20000225"},
	{ChipsElectronics, "芯片与电子", "medtop:20000230"},
	{Telecom, "通信", "medtop:20000233"},
	{InternetMedia, "互联网与媒体", "medtop:20000304"},
	{DomesticPolitics, "国内政治", "medtop:11000000"},
	{InternationalPolitics, "国际政治", "medtop:20000638"},
	{CrimeLaw, "犯罪与法律", "medtop:02000000"},
	{Education, "教育", "medtop:05000000"},
	{HealthEpidemic, "健康与疫情", "medtop:07000000"},
	{DisasterAccident, "灾害与事故", "medtop:03000000"},
	{EnvironmentWeather, "环境与天气", "medtop:06000000"},
	{CultureEntertainment, "文化与娱乐", "medtop:01000000"},
	{Sport, "体育", "medtop:15000000"},
	{Research, "科学研究", "medtop:20000735"},
}

// Builtin returns the topics that need no file, in the order of the
// guidelines.
func Builtin() []Info { return append([]Info(nil), builtin[:]...) }
