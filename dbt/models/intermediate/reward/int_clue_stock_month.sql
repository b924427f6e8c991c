with

clues as (

    select * from {{ ref('int_clue') }}

),

months as (

    select * from {{ ref('int_month_end') }}

),

spans as (

    select * from {{ ref('int_area_span') }}

),

-- the month of receipt has a row even where nothing stays open, so that figures begin with the
-- first clue
held as (

    select
        checking_unit_code as unit_code,
        area_code,
        received_on,
        concluded_on,
        due_on,
        greatest(
            {{ open_end('concluded_on') }}, {{ period_end(1, 'received_on') }} + 1
        ) as held_until
    from clues

),

-- the due date of the cut-off tells what was overdue on any day before: an extension is approved
-- by the due date or moves nothing, and until that day nothing is overdue
stock as (

    select
        months.month_on,
        months.ends_on,
        held.unit_code,
        held.area_code,
        count(*) filter (where {{ open_end('held.concluded_on') }} > months.ends_on) as open_count,
        count(*) filter (
            where {{ open_end('held.concluded_on') }} > months.ends_on
            and held.due_on < months.ends_on
        ) as overdue_count
    from held
    inner join months
        on
            held.received_on <= months.ends_on
            and held.held_until > months.ends_on
    group by months.month_on, months.ends_on, held.unit_code, held.area_code

),

final as (

    select
        stock.month_on,
        stock.unit_code,
        stock.area_code,
        spans.valid_from as ancestry_on,
        stock.open_count,
        stock.overdue_count
    from stock
    left join spans
        on
            stock.area_code = spans.area_code
            and {{ holds_on('spans', 'stock.ends_on') }}

)

select * from final
