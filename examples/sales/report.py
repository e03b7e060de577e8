"""Reads sales.csv, prints a table of the regions and draws revenue.png."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd

COLORS = {"North": "#1f5aa6", "South": "#e07b39", "East": "#2a9d6f", "West": "#8a5fb0"}
INK, MUTED, RULE = "#222831", "#6b7280", "#e5e7eb"


def main() -> None:
    orders = clean(pd.read_csv("sales.csv", parse_dates=["date"]))
    print(table(orders).to_string())
    draw(orders)
    print("\nMonthly revenue by region: revenue.png")


def clean(raw: pd.DataFrame) -> pd.DataFrame:
    """One row per order with a revenue. Says what it dropped, filled in and left out."""
    first, last = raw["date"].min(), raw["date"].max()
    print(f"sales.csv: {len(raw):,} rows from {first:%d %B %Y} to {last:%d %B %Y}")

    orders = raw.drop_duplicates()
    print(f"  {len(raw) - len(orders):>5,} rows were sent twice and are counted once")

    no_units = orders["units"].isna()
    print(f"  {no_units.sum():>5,} orders have no units and are left out")
    orders = orders[~no_units].copy()

    # A partner pays less than the list price, so the channel belongs to the comparison.
    alike = orders.groupby(["product", "channel", orders["date"].dt.to_period("M")])["unit_price"]
    print(f"  {orders['unit_price'].isna().sum():>5,} orders have no price", end="")
    print(" and get the median of the product, channel and month")
    orders["unit_price"] = orders["unit_price"].fillna(alike.transform("median"))

    print(f"  {orders['region'].isna().sum():>5,} orders have no region", end="")
    print(" and are listed as unknown\n")
    orders["region"] = orders["region"].fillna("(unknown)")
    orders["revenue"] = orders["units"] * orders["unit_price"]
    return orders


def table(orders: pd.DataFrame) -> pd.DataFrame:
    """A row per region and their total, the growth taken from the last two years."""
    year = orders["date"].dt.year
    last = int(year.max())
    regions = orders.groupby("region").agg(
        Orders=("order", "count"), Units=("units", "sum"), Revenue=("revenue", "sum")
    )
    for name in (last - 1, last):
        regions[name] = orders[year == name].groupby("region")["revenue"].sum()
    regions = regions.sort_values("Revenue", ascending=False)
    regions.loc["Total"] = regions.sum()

    growth = regions[last] / regions[last - 1] - 1
    growth[growth.index == "(unknown)"] = float("nan")  # forgetting the region more often is no growth
    share = regions["Revenue"] / regions.loc["Total", "Revenue"]
    return pd.DataFrame(
        {
            "Orders": regions["Orders"].map("{:,.0f}".format),
            "Units": regions["Units"].map("{:,.0f}".format),
            "Revenue": regions["Revenue"].map("${:,.0f}".format),
            "Share": share.map("{:.1%}".format),
            f"{last} vs {last - 1}": growth.map("{:+.1%}".format, na_action="ignore").fillna(""),
        }
    ).rename_axis(None)


def draw(orders: pd.DataFrame) -> None:
    month = orders["date"].dt.to_period("M").dt.to_timestamp()
    monthly = orders.groupby([month, "region"])["revenue"].sum().unstack()[list(COLORS)] / 1000

    plt.rcParams.update({"font.size": 11, "text.color": INK, "axes.labelcolor": MUTED})
    figure, axes = plt.subplots(figsize=(11, 6.2), dpi=150)
    figure.subplots_adjust(left=0.06, right=0.88, top=0.84, bottom=0.1)
    for region, color in COLORS.items():
        axes.plot(monthly.index, monthly[region], color=color, linewidth=2.4, clip_on=False)
        end = (monthly.index[-1], monthly[region].iloc[-1])
        axes.plot(*end, "o", color=color, markersize=7, clip_on=False)
    label_ends(axes, monthly)
    style(axes, monthly)

    figure.text(0.02, 0.93, headline(monthly), fontsize=18, fontweight="bold")
    figure.text(0.02, 0.88, "Monthly revenue by region, in thousands of dollars", color=MUTED)
    figure.savefig("revenue.png")
    plt.close(figure)


def headline(monthly: pd.DataFrame) -> str:
    by_year = monthly.groupby(monthly.index.year).sum()
    growth = by_year.iloc[-1] / by_year.iloc[-2] - 1
    best, worst = growth.idxmax(), growth.idxmin()
    verb = "shrinks" if growth[worst] < 0 else "grows"
    change = abs(growth[worst])
    return f"{best} grows {growth[best]:.0%} in {by_year.index[-1]}, {worst} {verb} {change:.0%}"


def label_ends(axes: plt.Axes, monthly: pd.DataFrame) -> None:
    """Names each line where it ends, pushing labels apart that would touch."""
    gap = monthly.to_numpy().max() * 0.07
    height = float("-inf")
    for region, value in monthly.iloc[-1].sort_values().items():
        height = max(value, height + gap)
        axes.annotate(
            f"{region}  ${value:,.0f}k",
            xy=(monthly.index[-1], height),
            xytext=(12, 0),
            textcoords="offset points",
            va="center",
            color=COLORS[region],
            fontweight="bold",
            annotation_clip=False,
        )


def style(axes: plt.Axes, monthly: pd.DataFrame) -> None:
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.spines["bottom"].set_color(MUTED)
    axes.set_ylim(0, monthly.to_numpy().max() * 1.08)
    axes.set_xlim(monthly.index[0] - pd.Timedelta(days=12), monthly.index[-1])
    axes.yaxis.set_major_formatter(lambda value, _: f"${value:,.0f}k" if value else "0")
    axes.grid(axis="y", color=RULE)
    for day in monthly.index[monthly.index.month == 1][1:]:
        axes.axvline(day, color=RULE, linewidth=0.8, zorder=0)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelcolor=MUTED)
    quarters = monthly.index[monthly.index.month.isin([1, 4, 7, 10])]
    axes.set_xticks(quarters, [f"{day:%b}\n{year_of(day)}" for day in quarters])


def year_of(day: pd.Timestamp) -> str:
    """The year stands under January only."""
    return str(day.year) if day.month == 1 else ""


if __name__ == "__main__":
    main()
