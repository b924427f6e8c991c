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
        valid_from,
        {{ open_end('valid_to') }} as valid_to
    from areas
    where level != 'village'

    union all

    select
        'unit' as subject_kind,
        unit_code as subject_code,
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

-- one row however often the subject changed within the period
final as (

    select distinct
        subjects.subject_kind,
        subjects.subject_code,
        periods.period_kind,
        periods.period,
        periods.period_from,
        periods.period_to
    from subjects
    inner join periods
        on
            subjects.valid_from <= periods.period_to
            and subjects.valid_to > periods.period_from

)

select * from final
