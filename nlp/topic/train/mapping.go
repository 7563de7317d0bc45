package main

import "github.com/tiyao/tiyao/nlp/topic"

// What the classes of the public sets say of the topics: at least one of those
// listed holds. Classes that say nothing (travel, stories) are missing.
var (
	tnews = map[string][]string{
		"news_culture":       {topic.CultureEntertainment},
		"news_entertainment": {topic.CultureEntertainment},
		"news_sports":        {topic.Sport},
		"news_finance":       {"business.*", "markets.*", "economy.*", "finance.*"},
		"news_house":         {topic.Property},
		"news_car":           {topic.Autos},
		"news_edu":           {topic.Education},
		"news_tech":          {"technology.*", topic.Strategy, topic.Research},
		"news_military":      {"politics.*"},
		"news_world":         {topic.InternationalPolitics, topic.CrimeLaw, topic.DisasterAccident},
		"news_stock":         {topic.Stocks},
		"news_agriculture":   {topic.AgricultureFood},
	}
	thucnews = map[string][]string{
		"society":       {"society.*"},
		"stocks":        {topic.Stocks},
		"finance":       {"finance.*", "markets.*", "economy.*"},
		"sports":        {topic.Sport},
		"realty":        {topic.Property},
		"education":     {topic.Education},
		"politics":      {"politics.*"},
		"science":       {"technology.*", topic.Research},
		"entertainment": {topic.CultureEntertainment},
	}
	finnl = map[string][]string{
		"公司":   {"business.*", "industry.*", "technology.*", "finance.*"},
		"新冠":   {topic.HealthEpidemic, topic.PharmaHealth},
		"经济":   {topic.Macro},
		"行业":   {"industry.*", "technology.*", "finance.*"},
		"大盘":   {topic.Stocks},
		"政策":   {topic.Policy},
		"政治":   {"politics.*"},
		"期货":   {topic.Commodities},
		"能源":   {topic.Energy, topic.Commodities},
		"债券":   {topic.BondsRates},
		"房地产":  {topic.Property},
		"虚拟货币": {topic.CurrenciesCrypto},
		"外汇":   {topic.CurrenciesCrypto},
	}
)
