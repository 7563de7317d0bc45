// Package table lays annotations out as flat tables of Apache Parquet, one row
// a thing, for programs that analyze them. All tables have the column
// document_id in common.
package table

import "time"

// document is a row of the table documents: one for each document.
type document struct {
	ID          string     `parquet:"document_id"`
	Title       string     `parquet:"title"`
	PublishTime *time.Time `parquet:"publish_time,timestamp(millisecond)"`
	Language    string     `parquet:"language,dict"`
	Origin      string     `parquet:"origin,dict"`
	Tags        []string   `parquet:"tags,list"`
	Text        string     `parquet:"text"` // what all spans index
}

// entityRow is a row of the table entities: one for each entity of a document.
type entityRow struct {
	Document string  `parquet:"document_id,dict"`
	ID       string  `parquet:"entity_id,dict"`
	Type     string  `parquet:"type,dict"`
	Name     string  `parquet:"name,dict"`
	Salience float64 `parquet:"salience"`
	Mentions int32   `parquet:"mentions"`
}

// mentionRow is a row of the table mentions: one for each place where an entity
// is named.
type mentionRow struct {
	Document    string  `parquet:"document_id,dict"`
	Entity      string  `parquet:"entity_id,dict"`
	Type        string  `parquet:"type,dict"`
	Text        string  `parquet:"text,dict"`
	Start       int32   `parquet:"span_start"`
	End         int32   `parquet:"span_end"`
	SourceStart *int32  `parquet:"source_start,optional"`
	SourceEnd   *int32  `parquet:"source_end,optional"`
	Confidence  float64 `parquet:"confidence"`
}

// roleRow is a row of the table roles: one for each office that a person holds.
type roleRow struct {
	Document       string `parquet:"document_id,dict"`
	Person         string `parquet:"person,dict"`
	PersonID       string `parquet:"person_entity_id,dict"`
	PersonStart    *int32 `parquet:"person_start,optional"`
	PersonEnd      *int32 `parquet:"person_end,optional"`
	Title          string `parquet:"title,dict"`
	TitleStart     *int32 `parquet:"title_start,optional"`
	TitleEnd       *int32 `parquet:"title_end,optional"`
	Organization   string `parquet:"organization,dict"`
	OrganizationID string `parquet:"organization_entity_id,dict"`
	OrgStart       *int32 `parquet:"organization_start,optional"`
	OrgEnd         *int32 `parquet:"organization_end,optional"`
}

// figureRow is a row of the table figures: one for each figure. Low and High
// are the exact decimals, LowValue and HighValue the nearest numbers to compute
// with.
type figureRow struct {
	Document    string   `parquet:"document_id,dict"`
	Text        string   `parquet:"text,dict"`
	Start       int32    `parquet:"span_start"`
	End         int32    `parquet:"span_end"`
	SourceStart *int32   `parquet:"source_start,optional"`
	SourceEnd   *int32   `parquet:"source_end,optional"`
	Kind        string   `parquet:"kind,dict"`
	Low         string   `parquet:"low,dict"`
	High        string   `parquet:"high,dict"`
	LowValue    *float64 `parquet:"low_value,optional"`
	HighValue   *float64 `parquet:"high_value,optional"`
	Unit        string   `parquet:"unit,dict"`
	Comparator  string   `parquet:"comparator,dict"`
	Direction   string   `parquet:"direction,dict"`
	Basis       string   `parquet:"basis,dict"`
	Status      string   `parquet:"status,dict"`
	Metric      string   `parquet:"metric,dict"`
	Subject     string   `parquet:"subject,dict"`
	SubjectID   string   `parquet:"subject_entity_id,dict"`
	Period      string   `parquet:"period,dict"`
	PeriodStart *int32   `parquet:"period_start,optional,date"`
	PeriodEnd   *int32   `parquet:"period_end,optional,date"`
	Rule        string   `parquet:"rule,dict"`
	Confidence  float64  `parquet:"confidence"`
}

// keywordRow is a row of the table keywords: one for each keyword of a document.
type keywordRow struct {
	Document string  `parquet:"document_id,dict"`
	Rank     int32   `parquet:"rank"` // from 1
	Keyword  string  `parquet:"keyword,dict"`
	Score    float64 `parquet:"score"`
	Mentions int32   `parquet:"mentions"`
}

// topicRow is a row of the table topics: one for each topic of a document.
type topicRow struct {
	Document string   `parquet:"document_id,dict"`
	Rank     int32    `parquet:"rank"` // from 1
	Topic    string   `parquet:"topic,dict"`
	Score    float64  `parquet:"score"`
	IPTCCode string   `parquet:"iptc_code,dict"`
	Evidence []string `parquet:"evidence,list"`
}

// Rows are the rows of one document.
type Rows struct {
	document document
	entities []entityRow
	mentions []mentionRow
	roles    []roleRow
	figures  []figureRow
	keywords []keywordRow
	topics   []topicRow
}
