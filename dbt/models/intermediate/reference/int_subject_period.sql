with

areas as (

    select * from {{ ref('stg_area') }}

),

units as (

    select * from {{ ref('stg_unit') }}

),

subjects as (

    select
        'area' as subject_kind,
        area_code as subject_code,
        level = 'village' as is_village,
        valid_from,
        {{ open_end('valid_to') }} as valid_to
    from areas

    union all

    select
        'unit' as subject_kind,
        unit_code as subject_code,
        false as is_village,
        valid_from,
        {{ open_end('valid_to') }} as valid_to
    from units

),

periods as (

    select distinct
        period_kind,
        period,
        period_from,
        period_to
    from {{ ref('int_period_month') }}

),

-- one row however often the subject changed within the period; what was made a town in it is one
final as (

    select
        subjects.subject_kind,
        subjects.subject_code,
        periods.period_kind,
        periods.period,
        periods.period_from,
        periods.period_to,
        bool_and(subjects.is_village) as is_village
    from subjects
    inner join periods
        on
            subjects.valid_from <= periods.period_to
            and subjects.valid_to > periods.period_from
    group by
        subjects.subject_kind,
        subjects.subject_code,
        periods.period_kind,
        periods.period,
        periods.period_from,
        periods.period_to

)

select * from final
