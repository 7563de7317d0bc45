package chain

import "math"

// powers[k] is 2^(k/256).
var powers = func() (t [256]float32) {
	for k := range t {
		t[k] = float32(math.Exp2(float64(k) / 256))
	}
	return t
}()

// exp is e to the x to about five digits, and 0 for x below -80. It is most of
// what forward-backward costs: a power of two from the exponent's bits, one of
// 256 steps between from a table, and two terms of the series for the rest.
func exp(x float32) float32 {
	if x < -80 {
		return 0
	}
	const steps = 256 * math.Log2E
	v := min(x, 80) * steps
	k := int32(v)
	r := (v - float32(k)) / steps
	scale := math.Float32frombits(uint32(k>>8+127) << 23)
	return powers[k&255] * scale * (1 + r + r*r/2)
}
