{{ config(materialized='view') }}

with

answers as (

    select * from {{ ref('stg_survey_answer') }}

),

waves as (

    select * from {{ ref('int_survey_wave') }}

),

margins as (

    select * from {{ ref('stg_survey_margin') }}
    where dimension = 'area_code'

),

ancestors as (

    select * from {{ ref('int_area_ancestor') }}

),

-- the area of an answer is often a village, that of a margin a town
counted_areas as (

    select
        waves.wave_id,
        ancestors.area_code,
        max(margins.category) as counted_area_code
    from waves
    inner join margins on waves.wave_id = margins.wave_id
    inner join ancestors
        on
            margins.category = ancestors.ancestor_code
            and {{ holds_on('ancestors', 'waves.fielded_to') }}
    group by waves.wave_id, ancestors.area_code

),

-- whoever answers has one weight and one place in the design, whatever the item
respondents as (

    select
        wave_id,
        response_id,
        min(area_code) as area_code,
        min(mode) as mode,
        min(age_band) as age_band,
        min(sex) as sex,
        min(coalesce(stratum, '')) as stratum,
        -- without clusters everyone is drawn alone
        min(coalesce(cluster, response_id)) as cluster_code,
        min(cast(base_weight as decimal(18, 9))) as base_weight
    from answers
    group by wave_id, response_id

),

final as (

    select
        respondents.*,
        waves.fielded_to,
        counted_areas.counted_area_code,
        dense_rank() over (
            partition by respondents.wave_id
            order by
                respondents.stratum,
                respondents.cluster_code,
                respondents.area_code,
                respondents.mode,
                respondents.age_band,
                respondents.sex
        ) as cell
    from respondents
    inner join waves on respondents.wave_id = waves.wave_id
    left join counted_areas
        on
            respondents.wave_id = counted_areas.wave_id
            and respondents.area_code = counted_areas.area_code

)

select * from final
