"""Cost bands: the order of magnitude of what a practice cost in its first year. Pure.

Bands are a factor of ten wide, so rounded exchange rates are enough; they are used for nothing else.
"""

from __future__ import annotations

BOUNDS = ((10_000.0, "under-10k"), (100_000.0, "10k-100k"), (1_000_000.0, "100k-1m"), (10_000_000.0, "1m-10m"),
          (100_000_000.0, "10m-100m"))
TOP = "over-100m"
BANDS = (*(code for _bound, code in BOUNDS), TOP)

# US dollars for one unit, rounded to one or two significant figures over the 2010s and early 2020s. Currencies that
# lost most of their value in that time are left out: a band from a wrong year would be worse than none.
USD_FOR_ONE = {
    "USD": 1.0, "EUR": 1.15, "GBP": 1.4, "CHF": 1.05, "CAD": 0.8, "AUD": 0.75, "NZD": 0.7, "JPY": 0.009, "KRW": 0.0008,
    "CNY": 0.15, "HKD": 0.13, "TWD": 0.033, "SGD": 0.74, "INR": 0.015, "PKR": 0.007, "BDT": 0.012, "LKR": 0.006,
    "NPR": 0.009, "PHP": 0.02, "THB": 0.03, "IDR": 0.00007, "MYR": 0.24, "VND": 0.000043, "ZAR": 0.07, "KES": 0.01,
    "TZS": 0.00045, "UGX": 0.0003, "RWF": 0.001, "MAD": 0.1, "TND": 0.4, "XOF": 0.0018, "XAF": 0.0018, "BRL": 0.25,
    "COP": 0.0003, "MXN": 0.055, "CLP": 0.0015, "PEN": 0.3, "UYU": 0.03, "DOP": 0.02, "GTQ": 0.13, "HNL": 0.04,
    "CRC": 0.0018, "JMD": 0.007, "TTD": 0.15, "BOB": 0.145, "SEK": 0.11, "NOK": 0.12, "DKK": 0.15, "PLN": 0.26,
    "CZK": 0.044, "HUF": 0.0035, "RON": 0.24, "BGN": 0.57, "ISK": 0.008, "ILS": 0.28, "JOD": 1.41, "AED": 0.27,
    "SAR": 0.27, "QAR": 0.27, "KWD": 3.3, "GEL": 0.38,
}


def cost_band(one_off: float | None, yearly: float | None, currency: str) -> str:
    """Code of the band of the first year's cost (one-off and one year of running), "" when it cannot be told.

    one_off, yearly: amounts in the currency, None when not reported. currency: ISO 4217 code. Returns "" without any
    amount or for a currency without a stable rate. Raises ValueError for a negative amount.
    """
    amounts = [amount for amount in (one_off, yearly) if amount is not None]
    if any(amount < 0 for amount in amounts):
        raise ValueError("a cost cannot be negative")
    rate = USD_FOR_ONE.get(currency.upper())
    if not amounts or rate is None:
        return ""
    dollars = sum(amounts) * rate
    return next((code for bound, code in BOUNDS if dollars < bound), TOP)
