-- A returned row is a figure without anything to be a share of that has a value all the same, or
-- is not said to be inapplicable; or one that is said to be and has something.
with

figures as (

    select
        indicator_id as figure,
        status,
        coalesce(denominator = 0, false) as is_empty,
        value is not null as has_value
    from {{ ref('mart_indicator_value') }}

    union all

    select
        'mart_clue_funnel' as figure,
        status,
        clue_count = 0 as is_empty,
        coalesce(incidence_percent, projected_percent) is not null as has_value
    from {{ ref('mart_clue_funnel') }}

    union all

    select
        'mart_survey_score' as figure,
        status,
        valid_count = 0 as is_empty,
        coalesce(mean_index, top_two_percent) is not null as has_value
    from {{ ref('mart_survey_score') }}

)

select * from figures
where
    is_empty != (status = 'not_applicable')
    or (is_empty and has_value)
