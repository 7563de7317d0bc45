package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/tiyao/tiyao/nlp/document"
	"github.com/tiyao/tiyao/nlp/lexicon"
	"github.com/tiyao/tiyao/nlp/tagger/internal/model"
)

// The lists of the compiled lexicon.
const (
	listStock = iota
	listStockLatin
	listFirm
	listOrganization
	listPerson
	listForeign
	listJapanese
	listEnglish
	listSurname
	listPlace
	listCity
	listTitle
	listIT
	listFinance
	listLaw
	listGoods
	listMedical
)

// list is one file of names and how to read it.
type list struct {
	file, licence string
	kind          int
	column        int // of tab-separated ones
	header        bool
	tag           string // only rows with this in the column after the name
	atLeast       int    // only rows with this frequency in the second column
	clean         func(string) string
	all           bool // each word of a line is a name
}

// lists are the name lists with a licence that allows the use.
func lists() []list {
	const apache, mit, wtfpl = "Apache-2.0", "MIT", "WTFPL"
	return []list{
		{file: "a_share_2026.tsv", licence: mit, kind: listStock, column: 2, header: true, clean: stockName},
		{file: "stock_SSE.tsv", licence: mit, kind: listStock, column: 2, header: true, clean: stockName},
		{file: "stock_SZSE.tsv", licence: mit, kind: listStock, column: 2, header: true, clean: stockName},
		{file: "stock_BSE.tsv", licence: mit, kind: listStock, column: 2, header: true, clean: stockName},
		{file: "stock_HKEX.tsv", licence: mit, kind: listStockLatin, column: 2, header: true, clean: latinName},
		{file: "stock_NASDAQ.tsv", licence: mit, kind: listStockLatin, column: 2, header: true, clean: latinName},
		{file: "stock_NYSE.tsv", licence: mit, kind: listStockLatin, column: 2, header: true, clean: latinName},
		{file: "company_short_280k.txt", licence: apache, kind: listFirm},
		{file: "hanlp_organisations.tsv", licence: apache, kind: listOrganization},
		{file: "hanlp_persons.tsv", licence: apache, kind: listPerson, tag: "nr"},
		{file: "hanlp_persons.tsv", licence: apache, kind: listForeign, tag: "nrf"},
		{file: "hanlp_foreign_names.tsv", licence: apache, kind: listForeign},
		{file: "names_japanese_180k.txt", licence: apache, kind: listJapanese},
		{file: "names_english_20k.txt", licence: apache, kind: listEnglish},
		{file: "surnames_wainshine.tsv", licence: apache, kind: listSurname, header: true},
		{file: "hanlp_places.tsv", licence: apache, kind: listPlace},
		{file: "cn_divisions_pcas.txt", licence: wtfpl, kind: listPlace},
		{file: "cn_divisions_pcas.txt", licence: wtfpl, kind: listPlace, clean: divisionName},
		{file: "hk_mo_tw.txt", licence: wtfpl, kind: listPlace},
		{file: "world_locations.txt", licence: apache, kind: listCity, all: true},
		{file: "thuocl_diming.tsv", licence: mit, kind: listCity, atLeast: 200},
		{file: "executive_titles.txt", licence: mit, kind: listTitle},
		{file: "thuocl_IT.tsv", licence: mit, kind: listIT},
		{file: "thuocl_caijing.tsv", licence: mit, kind: listFinance},
		{file: "thuocl_law.tsv", licence: mit, kind: listLaw},
		{file: "thuocl_food.tsv", licence: mit, kind: listGoods},
		{file: "thuocl_car.tsv", licence: mit, kind: listGoods},
		{file: "thuocl_medical.tsv", licence: mit, kind: listMedical},
	}
}

// readLists compiles the lists under dir.
func readLists(dir string) (*lexicon.NamesBuilder, error) {
	b := &lexicon.NamesBuilder{}
	for _, l := range lists() {
		err := l.each(dir, func(name string) { b.Add(document.NewText(name).Runes, l.kind) })
		if err != nil {
			return nil, fmt.Errorf("read list %s: %w", l.file, err)
		}
	}
	return b, nil
}

// each calls visit with each name of the list under dir.
func (l list) each(dir string, visit func(string)) error {
	f, err := os.Open(filepath.Join(dir, "lexicons", l.file))
	if err != nil {
		return err
	}
	defer f.Close()
	scan := bufio.NewScanner(f)
	for line := 0; scan.Scan(); line++ {
		if line == 0 && l.header {
			continue
		}
		if l.all {
			for _, name := range strings.FieldsFunc(scan.Text(), func(r rune) bool { return strings.ContainsRune("\t/: ", r) }) {
				visit(name)
			}
			continue
		}
		if name := l.name(scan.Text()); name != "" {
			visit(name)
		}
	}
	return scan.Err()
}

// name returns the name in one line, empty if it is not wanted.
func (l list) name(line string) string {
	fields := strings.Split(line, "\t")
	if len(fields) <= l.column {
		return ""
	}
	name := strings.TrimSpace(fields[l.column])
	// HanLP's files separate their fields by blanks.
	parts := strings.Fields(name)
	if strings.HasPrefix(l.file, "hanlp_") && len(parts) > 1 {
		name = parts[0]
	}
	if l.tag != "" && (len(parts) < 2 || parts[1] != l.tag) {
		return ""
	}
	if l.atLeast > 0 {
		if n, err := strconv.Atoi(strings.TrimSpace(fields[1])); err != nil || n < l.atLeast {
			return ""
		}
	}
	if l.clean != nil {
		name = l.clean(name)
	}
	return name
}

var stockMarks = regexp.MustCompile(`^(\*?ST|N|C|XD|XR|DR)|-?[UW]+D?$|[AB]$`)

// stockName is a share's short name without the marks of the exchange.
func stockName(s string) string {
	s = string(document.NewText(strings.ReplaceAll(s, " ", "")).Runes)
	return stockMarks.ReplaceAllString(s, "")
}

var legalForms = regexp.MustCompile(`(?i)[ ,]+(inc|corp|corporation|ltd|limited|plc|holdings?|group|co|company|class|american|ordinary|common|s\.?a|n\.?v|ag|se|etf|trust|fund|warrants?|units?|rights?|depositary|shares?|h|l\.?p|acquisition)\b.*$`)

// latinName is the name of a listed company without its legal form.
func latinName(s string) string {
	return strings.Trim(legalForms.ReplaceAllString(s, ""), " ,.")
}

// divisionName is a place's name without its rank: 海淀 for 海淀区.
func divisionName(s string) string {
	r := []rune(s)
	if len(r) >= 3 && strings.ContainsRune("省市区县镇乡州盟旗", r[len(r)-1]) {
		return string(r[:len(r)-1])
	}
	return ""
}

// listSources returns the lists as sources of the model, each file once.
func listSources() (out []model.Source) {
	seen := map[string]bool{}
	for _, l := range lists() {
		if !seen[l.file] {
			seen[l.file] = true
			out = append(out, model.Source{Name: "lexicons/" + l.file, Licence: l.licence})
		}
	}
	return out
}
