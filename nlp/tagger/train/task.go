package main

// A task trains a field with the labels of one corpus, on it alone, to compare
// with what is published for it.

func taskSource(name, path, licence string, domain int, types []string, heldOutOf uint64) *source {
	own := map[string]choice{}
	for _, t := range types {
		own[t] = is(t)
	}
	return &source{
		name: name, path: path, licence: licence, domain: domain, weight: 1, types: own,
		heldOut: 1, heldOutOf: heldOutOf,
	}
}

var cluenerTypes = []string{
	"address", "book", "company", "game", "government", "movie", "name", "organization", "position", "scene",
}

func cluenerSources() []*source {
	return []*source{taskSource("cluener", "entities/cluener-train.jsonl", "CLUENER2020, none stated", domainShort, cluenerTypes, 10)}
}

var msraTypes = []string{"PER", "LOC", "ORG"}

func msraSources() []*source {
	return []*source{taskSource("msra", "entities/msra-train.jsonl", "SIGHAN 2006 MSRA, research", domainNewspaper, msraTypes, 15)}
}
