"""Acts on units: create, rename, move, merge, split, dissolve. Each adds dated rows; none moves or deletes a record.

`wishes` is what a person asks for, `lives` what is known of the units asked about, `planning` the rows that follow,
`refusals` why it may not be, `previews` what is shown before (other rooms tell what they hold), `deciding` proposes,
confirms and withdraws, `lineage` follows a unit to what carries it on another day.
"""
