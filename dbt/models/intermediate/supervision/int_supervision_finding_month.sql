with

findings as (

    select * from {{ ref('int_supervision_finding') }}

),

spans as (

    select * from {{ ref('int_unit_span') }}

),

final as (

    select
        {{ month_of('findings.due_on') }} as month_on,
        findings.unit_code,
        spans.area_code,
        spans.valid_from as ancestry_on,
        count(*) as due_count,
        count(*) filter (where findings.is_on_time) as on_time_count
    from findings
    left join spans
        on
            findings.unit_code = spans.unit_code
            and {{ holds_on('spans', 'findings.due_on') }}
    where findings.due_on <= findings.as_of
    group by month_on, findings.unit_code, spans.area_code, ancestry_on

)

select * from final
