package entity

// String returns the guidelines' name of t, such as COMPANY.
func (t Type) String() string {
	switch t {
	case Company:
		return "COMPANY"
	case Person:
		return "PERSON"
	case Organization:
		return "ORGANIZATION"
	case Location:
		return "LOCATION"
	case Product:
		return "PRODUCT"
	case Office:
		return "OFFICE"
	default:
		return "UNSPECIFIED"
	}
}
