{#- The figures of an office's own indicators, as the catalogue declares them: of the rows of a
    table that fall in a period and meet one condition, the share that meets another besides. -#}
{%- set own = own_indicators() -%}
{%- set sums = [
    ('row_count', 'count(*)'),
    ('met_count', 'count(*) filter (where items.is_met)'),
] -%}

with

run as (

    select as_of from {{ source('raw', 'run') }}

),

{% for indicator in own %}
    {%- set name = indicator.indicator_id | lower -%}
    {%- set kind = 'unit' if indicator.counted_subject.endswith('unit_code') else 'area' -%}

    {{ name }}_rows as (

        select
            counted."{{ indicator.counted_subject }}" as {{ kind }}_code,
            counted."{{ indicator.counted_day }}" as counted_on,
            {{ indicator.numerator_condition }} as is_met
        from {{ ref(indicator.counted_table) }} as counted
        inner join run on counted."{{ indicator.counted_day }}" <= run.as_of
        where {{ indicator.denominator_condition }}

    ),

    {{ name }}_months as (

        {% if kind == 'unit' %}
            {{ unit_month_sums(name ~ '_rows', 'counted_on', sums) }}
        {% else %}
            {{ area_month_sums(name ~ '_rows', 'counted_on', sums) }}
        {% endif %}

    ),

    {{ name }}_sums as (

        {{ subject_period_sums(
            name ~ '_months', sums | map('first') | list, indicator.frequency,
            ['area', 'unit'] if kind == 'unit' else ['area']
        ) }}

    ),

{% endfor %}

final as (

    -- where there are none, no row, in the columns of every other figure
    select {{ indicator_columns() | join(', ') }} from {{ ref('int_received_figure') }}
    where false

    {% for indicator in own %}
        union all by name

        select {{ share_figure(indicator.indicator_id, 'met_count', 'row_count') }}
        from {{ indicator.indicator_id | lower }}_sums
    {% endfor %}

)

select * from final
