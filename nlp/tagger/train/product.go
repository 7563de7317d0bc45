package main

// productTypes are the tagger's types, in the order of the entity package.
var productTypes = []string{company, person, organization, location, product, office}

// productSources are the corpora of the shipped model.
func productSources() []*source {
	return []*source{
		{
			name: "annotated", path: "annotated/train.jsonl",
			licence: "annotations: the project's own; texts not openly licensed",
			domain:  domainBusiness, weight: 1, heldOut: 1, heldOutOf: 10,
			types: map[string]choice{
				company: is(company), person: is(person), organization: is(organization),
				location: is(location), product: is(product), office: is(office), officeMaybe: maybe(office),
			},
		},
		{
			name: "cluener", path: "entities/cluener-train.jsonl", licence: "CLUENER2020, none stated",
			domain: domainShort, weight: 0.5, heldOut: 1, heldOutOf: 10,
			types: map[string]choice{
				"company": maybe(company), "name": is(person), "organization": maybe(organization),
				"government": is(organization), "address": is(location), "scene": maybe(location),
				"game": is(product), "movie": is(product), "book": is(product, organization),
				"position": maybe(office),
			},
			unmarked: []string{product, office, organization, location},
		},
		{
			name: "msra", path: "entities/msra-train.jsonl", licence: "SIGHAN 2006 MSRA, research",
			domain: domainNewspaper, weight: 0.3, part: 2, heldOut: 1, heldOutOf: 15,
			types: map[string]choice{
				"PER": is(person), "LOC": is(location), "ORG": is(company, organization),
			},
			unmarked: []string{product, office},
		},
		{
			name: "resume", path: "entities/resume-train.jsonl", licence: "LatticeLSTM, none stated",
			domain: domainResume, weight: 0.3,
			types: map[string]choice{
				"NAME": is(person), "ORG": maybe(company, organization), "TITLE": maybe(office),
			},
			unmarked: []string{location, product},
		},
		{
			name: "aishell", path: "entities/aishell-dev.jsonl", licence: "AISHELL-NER, Apache-2.0",
			domain: domainNewspaper, weight: 0.3,
			types: map[string]choice{
				"PER": is(person), "LOC": is(location), "ORG": is(company, organization, product),
			},
			unmarked: []string{product, office},
		},
		{
			name: "cfsc", path: "entities/cfsc-dev.jsonl", licence: "CFSC, none stated",
			domain: domainPartial, weight: 0.3, partial: true,
			types: map[string]choice{"Corporate": is(company), "Stock": maybe(company)},
		},
		{
			name: "finre", path: "entities/partial/finre-train.jsonl", licence: "FinRE, MIT",
			domain: domainPartial, weight: 0.3, partial: true,
			types: map[string]choice{"FINENT": is(company, organization)},
		},
		{
			name: "finese", path: "entities/partial/finese-train.jsonl", licence: "none stated",
			domain: domainPartial, weight: 0.3, part: 2, partial: true,
			types: map[string]choice{company: is(company, product, organization)},
		},
		{
			name: "finnsp", path: "entities/partial/finnsp-train.jsonl", licence: "none stated",
			domain: domainPartial, weight: 0.3, part: 2, partial: true,
			types: map[string]choice{"FINENT": is(company, product, organization)},
		},
		{
			name: "fewfc", path: "entities/partial/fewfc-train.jsonl", licence: "FewFC, CC BY-SA 4.0",
			domain: domainPartial, weight: 0.3, partial: true,
			types: map[string]choice{
				"target-company": maybe(company), "sub-per": is(person), "obj-per": is(person), "share-per": is(person),
				"date": maybe(), "money": maybe(), "number": maybe(), "proportion": maybe(), "trigger": maybe(),
			},
		},
	}
}
