with

letters as (

    select * from {{ ref('int_recommendation_letter') }}

),

months as (

    select * from {{ ref('int_month_end') }}

),

spans as (

    select * from {{ ref('int_unit_span') }}

),

final as (

    select
        months.month_on,
        letters.recipient_unit_code as unit_code,
        spans.area_code,
        spans.valid_from as ancestry_on,
        count(*) as due_count,
        count(*) filter (where letters.verified_on <= months.ends_on) as verified_count
    from letters
    -- each month's end looks back over twelve months, counted from the day after it, so that the
    -- end of a February does not look back to a leap day
    inner join months
        on
            letters.rectification_due_on <= months.ends_on
            and letters.rectification_due_on >= {{ months_after('(months.ends_on + 1)', -12) }}
    left join spans
        on
            letters.recipient_unit_code = spans.unit_code
            and {{ holds_on('spans', 'letters.rectification_due_on') }}
    group by months.month_on, letters.recipient_unit_code, spans.area_code, ancestry_on

)

select * from final
